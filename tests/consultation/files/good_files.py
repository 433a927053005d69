"""Files as people send them: small, sound, made here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import openpyxl
from PIL import Image

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="{}"/></Types>'
)
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def archive(parts: Mapping[str, bytes | str], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
        made.comment = comment
    return out.getvalue()


def word_parts(main: str = WORD_TYPE) -> dict[str, bytes | str]:
    return {"[Content_Types].xml": _TYPES.format(main), "word/document.xml": "<w:document>Evidence</w:document>"}


def docx(**more: bytes | str) -> bytes:
    return archive(word_parts() | more)


def xlsx() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Leeds", 5])
    book.save(out)
    return out.getvalue()


def odt(manifest: str = "", mimetype: str = ODT_TYPE) -> bytes:
    return archive(
        {"mimetype": mimetype, "content.xml": "<office/>", "META-INF/manifest.xml": MANIFEST.format(manifest)}
    )


def pdf(inside: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n"
        b"<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        + inside
        + b"\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )


def picture(kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "peru").save(out, kind, **options)
    return out.getvalue()


def photograph(way_up: int = 6) -> bytes:
    """With where it was taken (Leeds), and by whom; held sideways."""
    notes = Image.Exif()
    notes[0x0112] = way_up
    notes[0x010F] = "Camera of Jane"
    notes.get_ifd(0x8825).update({1: "N", 2: (53.0, 47.0, 59.0), 3: "W", 4: (1.0, 32.0, 57.0)})
    return picture("JPEG", exif=notes, comment=b"taken by Jane")


GOOD: dict[str, bytes] = {
    "report.pdf": pdf(),
    "report.docx": docx(),
    "figures.xlsx": xlsx(),
    "letter.odt": odt(),
    "figures.csv": "place,jobs\nLeeds,-5\n“York”,7\n".encode(),
    "windows.csv": "place;jobs\nKönigsplatz;5\n".encode("cp1252"),
    "notes.txt": "What we saw – and heard.\n".encode("utf-16"),
    "photo.jpg": photograph(),
    "progressive.jpeg": picture("JPEG", (300, 200), progressive=True),
    "map.png": picture("PNG"),
}
