"""JPEG and PNG pictures: measured without being drawn, and copied without what they tell of place, time and camera.

The copy is taken piece by piece, so that the picture itself is the same to the last bit, and a large one costs no
memory. What is written behind the end of a picture, where other files hide, is not copied.
"""

from __future__ import annotations

import io
import struct
from typing import IO

from PIL import Image, UnidentifiedImageError

from consultation.files.kinds import FileRefused, NotThatKind

_MOST_PIXELS = 60_000_000
_PIECE = 64 * 1024

_PNG = b"\x89PNG\r\n\x1a\n"
# What a PNG needs to be drawn right; the rest are words, times and places.
_PNG_KEPT = frozenset(
    [
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"cHRM",
        b"gAMA",
        b"sRGB",
        b"sBIT",
        b"iCCP",
        b"bKGD",
        b"pHYs",
        b"cICP",
    ]
)
_SOI, _EOI, _SOS, _APP1 = 0xD8, 0xD9, 0xDA, 0xE1
_ORIENTATION = 0x0112


def check(file: IO[bytes], ending: str) -> None:
    """Raise FileRefused for what is no such picture, or has more pixels than a device can draw."""
    file.seek(0)
    try:
        with Image.open(file, formats=["PNG" if ending == "png" else "JPEG"]) as picture:
            width, height = picture.size
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error) as error:
        raise NotThatKind(ending) from error
    if width * height > _MOST_PIXELS:
        raise _too_large()


def _too_large() -> FileRefused:
    return FileRefused(
        f"The selected picture must have fewer than {_MOST_PIXELS // 1_000_000} million pixels. "
        "Make it smaller and select it again"
    )


def without_traces(file: IO[bytes], copy: IO[bytes], ending: str) -> None:
    """Write `file` to `copy` without place, time, camera and words. Raises NotThatKind when it is broken."""
    file.seek(0)
    try:
        _copy_png(file, copy) if ending == "png" else _copy_jpeg(file, copy)
    except (EOFError, struct.error) as error:
        raise NotThatKind(ending) from error


def _exactly(file: IO[bytes], count: int) -> bytes:
    found = file.read(count)
    if len(found) < count:
        raise EOFError
    return found


def _copy_png(file: IO[bytes], copy: IO[bytes]) -> None:
    if _exactly(file, 8) != _PNG:
        raise EOFError
    copy.write(_PNG)
    kind = b""
    while kind != b"IEND":
        head = _exactly(file, 8)
        left, kind = int.from_bytes(head[:4]), head[4:]
        is_kept = kind in _PNG_KEPT
        if is_kept:
            copy.write(head)
        left += 4  # the checksum behind it
        while left:
            piece = _exactly(file, min(left, _PIECE))
            left -= len(piece)
            if is_kept:
                copy.write(piece)


def _copy_jpeg(file: IO[bytes], copy: IO[bytes]) -> None:
    if _exactly(file, 2) != bytes([0xFF, _SOI]):
        raise EOFError
    copy.write(bytes([0xFF, _SOI]))
    way_up = _way_up(file)
    if way_up != 1:
        copy.write(_only_way_up(way_up))
    marker = _next_marker(file)
    while marker != _EOI:
        length = int.from_bytes(_exactly(file, 2))
        if length < 2:
            raise EOFError
        body = _exactly(file, length - 2)
        if _is_kept(marker, body):
            copy.write(bytes([0xFF, marker]) + length.to_bytes(2) + body)
        marker = _copy_scan(file, copy) if marker == _SOS else _next_marker(file)
    copy.write(bytes([0xFF, _EOI]))


def _is_kept(marker: int, body: bytes) -> bool:
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE\0")  # its colours
    if marker == 0xEE:
        return body.startswith(b"Adobe")  # how its colours are written
    return not (0xE1 <= marker <= 0xEF or marker == 0xFE)  # other notes of programs, and comments


def _next_marker(file: IO[bytes]) -> int:
    if _exactly(file, 1) != b"\xff":
        raise EOFError
    marker = _exactly(file, 1)[0]
    while marker == 0xFF:
        marker = _exactly(file, 1)[0]
    return marker


def _copy_scan(file: IO[bytes], copy: IO[bytes]) -> int:
    """Copy the picture's own data, up to the marker that ends it, and return that marker."""
    while True:
        start = file.tell()
        piece = file.read(_PIECE)
        if len(piece) < 2:
            raise EOFError
        at = piece.find(b"\xff")
        while 0 <= at < len(piece) - 1:
            after = piece[at + 1]
            if after == 0xFF:
                at += 1
            elif after == 0 or 0xD0 <= after <= 0xD7:  # a byte of data, or a restart: both belong to the picture
                at = piece.find(b"\xff", at + 2)
            else:
                copy.write(piece[:at])
                file.seek(start + at + 2)
                return after
        keep = len(piece) - 1 if piece.endswith(b"\xff") else len(piece)
        copy.write(piece[:keep])
        file.seek(start + keep)


def _way_up(file: IO[bytes]) -> int:
    """Which side of the picture is up, from 1 to 8, as the camera noted it. Leaves the file where it was."""
    here = file.tell()
    try:
        file.seek(0)
        found = Image.open(file, formats=["JPEG"]).getexif().get(_ORIENTATION, 1)
    except Exception:  # notes that cannot be read tell nothing
        found = 1
    file.seek(here)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _only_way_up(way_up: int) -> bytes:
    notes = Image.Exif()
    notes[_ORIENTATION] = way_up
    body = notes.tobytes()
    body = body if body.startswith(b"Exif\0\0") else b"Exif\0\0" + body
    out = io.BytesIO()
    out.write(bytes([0xFF, _APP1]) + (len(body) + 2).to_bytes(2) + body)
    return out.getvalue()
