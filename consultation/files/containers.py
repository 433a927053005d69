"""Documents that are zip archives: DOCX, XLSX, ODT, ODS. Only their index and three small parts are ever read."""

from __future__ import annotations

import re
import zipfile
from typing import IO

from consultation.files.kinds import (
    MEGABYTE,
    HasMacros,
    HoldsFiles,
    NotThatKind,
    PasswordProtected,
    TooBigInside,
)

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_PARTS = 3000
_MOST_UNPACKED = 300 * MEGABYTE
# Text in XML packs to a tenth or so, empty tables of a spreadsheet to a hundredth; a bomb to a thousandth.
_MOST_RATIO, _SMALL = 200, 10 * MEGABYTE
_INDEX_END = 22 + 65_535  # bytes: where the index of a zip says how many parts it has

_MAIN = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_MIMETYPE = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
_MACROS = re.compile(r"(?i)(vbaproject|vbadata|/macrosheets/|/activex/|/ctrlprops/|^basic/|^scripts/|customui)")
_FILES = re.compile(
    r"(?i)(embeddings/[^/]*\.(?!docx$|xlsx$|pptx$)[^/.]*$|^object[^/]*$|\.(zip|7z|rar|gz|tar|jar|exe|dll|js|vbs|bat|cmd|ps1|"
    r"scr|lnk|hta|msi|html?|svgz?)$)"
)


def check(file: IO[bytes], ending: str) -> None:
    """Raise FileRefused unless `file` is a sound document of that kind, without programs, locks or bombs."""
    file.seek(0)
    begins = file.read(8)
    if begins == _OLE:
        # An office document with a password is a cabinet of the old kind; without one it is an old document.
        raise PasswordProtected if _holds(file, "EncryptedPackage".encode("utf-16-le")) else NotThatKind(ending)
    if not begins.startswith(_ZIP):
        raise NotThatKind(ending)
    _refuse_long_index(file)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        # No archive, one of a later kind, or one whose names are not in the letters that it says.
        raise NotThatKind(ending) from error
    with archive:
        _check_index(archive, ending)
        _check_parts(archive, ending)


def _refuse_long_index(file: IO[bytes]) -> None:
    """The index is read into memory as a whole, so its length is looked at first."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _INDEX_END))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return
    parts = int.from_bytes(tail[at + 10 : at + 12], "little")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    if parts > _MOST_PARTS or length > 2 * MEGABYTE:
        raise TooBigInside


def _check_index(archive: zipfile.ZipFile, ending: str) -> None:
    parts = archive.infolist()
    if not parts or len(parts) > _MOST_PARTS or archive.comment or parts[0].header_offset:
        raise NotThatKind(ending)
    if any(part.flag_bits & 1 for part in parts):
        raise PasswordProtected
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > _MOST_UNPACKED or (unpacked > _SMALL and unpacked > _MOST_RATIO * max(packed, 1)):
        raise TooBigInside
    names = [part.filename for part in parts]
    if len({name.lower() for name in names}) < len(names) or any(_leads_out(name) for name in names):
        raise NotThatKind(ending)
    if any(_MACROS.search(name) for name in names):
        raise HasMacros
    if any(_FILES.search(name) for name in names):
        raise HoldsFiles


def _leads_out(name: str) -> bool:
    """Whether it would be unpacked outside its folder."""
    return name.startswith("/") or "\\" in name or "\x00" in name or ":" in name or ".." in name.split("/")


def _check_parts(archive: zipfile.ZipFile, ending: str) -> None:
    if ending in _MAIN:
        types = _small(archive, "[Content_Types].xml", ending)
        if b"macroenabled" in types.lower():
            raise HasMacros
        if _MAIN[ending] not in types:
            raise NotThatKind(ending)
        if "word/_rels/settings.xml.rels" in archive.namelist():
            relations = _small(archive, "word/_rels/settings.xml.rels", ending)
            if b"attachedTemplate" in relations and b"http" in relations.replace(b"http://schemas.", b""):
                raise HasMacros  # it would fetch them when it is opened
        return
    if archive.infolist()[0].filename != "mimetype" or _small(archive, "mimetype", ending) != _MIMETYPE[ending]:
        raise NotThatKind(ending)
    if b"encryption-data" in _small(archive, "META-INF/manifest.xml", ending):
        raise PasswordProtected


def _small(archive: zipfile.ZipFile, name: str, ending: str) -> bytes:
    try:
        part = archive.getinfo(name)
    except KeyError:
        raise NotThatKind(ending) from None
    if part.file_size > MEGABYTE:
        raise TooBigInside
    try:
        with archive.open(part) as opened:
            return opened.read(MEGABYTE)
    except Exception as error:  # whatever the packing of a stranger's file does to the unpacker
        raise NotThatKind(ending) from error


def _holds(file: IO[bytes], words: bytes) -> bool:
    file.seek(0)
    before = b""
    while piece := file.read(64 * 1024):
        if words in before + piece:
            return True
        before = piece[-len(words) :]
    return False
