"""More than 500 strings that have broken somebody's software, made here and not copied, each for a reason.

    for number, given in enumerate(in_rotation(["name", "role"])): …

`encoded` writes them as a browser, or something worse, would send them.
"""

# ruff: noqa: E501 - lists that wrapping would not make easier to read

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import product
from urllib.parse import quote_from_bytes


def _characters() -> Iterator[str]:
    """Every control character, and what cannot be seen or takes no room."""
    for code in (*range(0x20), *range(0x7F, 0xA1)):
        yield f"a{chr(code)}b"
    for code in (
        0x00AD,
        0x034F,
        0x061C,
        0x115F,
        0x1680,
        0x17B4,
        0x180E,
        *range(0x2000, 0x2010),
        *range(0x2028, 0x2030),
    ):
        yield f"a{chr(code)}b"
    for code in (*range(0x205F, 0x2070), 0x2800, 0x3000, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, *range(0xFFF9, 0x10000)):
        yield f"a{chr(code)}b"
    for code in (0x1D173, 0xE0001, 0xE0041, 0xE007F, 0xF0000, 0x10FFFF, 0xFDD0, 0x1FFFE):
        yield f"a{chr(code)}b"
    yield from ("\x00", "\u200b", "\ufeff", "\u2028\u0085", "\t", "\r\n\r\n", "\v\f\x1c\x1d\x1e\x1f")


def _not_text() -> Iterator[str]:
    """Halves of pairs, and bytes that are no UTF-8 (as U+DC80 to U+DCFF)."""
    yield from ("\ud800", "\udfff", "a\udbffb", "\ude00\ud83d", "\ud83d")
    for broken in (
        b"\xe9",
        b"\xc0\xaf",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xf5\x80\x80\x80",
        b"\xe2\x82",
        b"\x80",
        b"caf\xe9",
    ):
        yield broken.decode(errors="surrogateescape")


def _directions() -> Iterator[str]:
    for mark in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f":
        yield f"{mark}exe.fdp\u202c"
        yield f"left {mark}العربية עברית right"


def _pictures() -> Iterator[str]:
    people = ["👩", "👨", "🧑", "👧"]
    yield from ("\u200d".join(group) for group in product(people[:3], people[1:3], people[3:]))
    yield from (hand + chr(tone) for hand, tone in product("👋👍🤝", range(0x1F3FB, 0x1F400)))
    yield from ("🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🇬🇧", "🇬", "1️⃣", "#️⃣", "❤️‍🔥", "🏳️‍🌈", "🧶" * 60, "☺︎", "👩🏽‍🚀 and 👨‍❤️‍💋‍👨")


def _letters() -> Iterator[str]:
    yield from (
        "ﷺ",
        "ﷲ" * 20,
        "ß",
        "ẞ",
        "İ",
        "ı",
        "ſ",
        "ﬀ",
        "ǆ",
        "Å",
        "Å",
        "Ω",
        "ΐ",
        "K",
        "㎏",
        "①",
        "𝕋𝕖𝕤𝕥",
        "Ｆｕｌｌ",
        "ᴵ",
        "½",
        "٣",
        "௧",
    )
    yield from ("Z̷̡̛͎a̴̢l̵͔g̶̘o̷", "e" + "\u0301" * 90, "ก็็็็็็็็็", "ᄀᄀᄀ각ᆨᆨ", "नि", "தமிழ்", "မြန်မာ", "ខ្មែរ", "ທ", "བོད")
    for name in ("Łukasz Żółć", "Nguyễn Thị Hương", "Þórður", "Søren Ørsted", "Çağrı Öğüş", "Ζωή", "Юлия", "ქეთევან", "Հայկ",
                 "田中 さくら", "김민준", "陳大文", "مريم", "רחל", "प्रिया", "সুমিত", "ਸਿੰਘ", "ሰላም", "ᏣᎳᎩ", "ꯃꯤꯇꯩ"):  # fmt: skip
        yield name
        yield unicodedata.normalize("NFD", name)
    yield from (
        "O'Brien",
        "D’Arcy-Smith",
        "Mary Jane",
        "X Æ A-12",
        "Null",
        "None",
        "Test",
        "True",
        "N/A",
        "van 't Hoff",
        "Jr.",
        "-",
        "Æ",
    )


def _markup() -> Iterator[str]:
    handlers = ("alert(1)", "alert`1`", "top[8680439..toString(30)](1)")
    for quote, run in product(
        ("", '"', "'", '">', "'>", "</title>", "</textarea>", "-->", "]]>", "</option></select>"), handlers[:2]
    ):
        yield f"{quote}<script>{run}</script>"
        yield f"{quote}<img src=x onerror={run}>"
    for tag, run in product(
        ("svg onload", "body onload", "details open ontoggle", "input autofocus onfocus", "a href=x onclick"), handlers
    ):
        yield f"<{tag}={run}>"
    yield from (
        "<script",
        "<!--",
        "<![CDATA[",
        "&lt;script&gt;",
        "&#x3c;script&#x3e;",
        "&amp;amp;",
        "&nbsp;&zwj;",
        "<scr\x00ipt>",
        "<ſcript>",
        "＜script＞",
    )
    yield from (
        "javascript:alert(1)",
        "JaVaScRiPt&colon;alert(1)",
        "data:text/html,<script>1</script>",
        "vbscript:x",
        "//evil.example/%2e%2e",
    )
    yield from ("<iframe srcdoc='<script>1</script>'>", "<math><mi//xlink:href=\"data:x\">", "<style>*{display:none}</style>", "<base href=//evil.example>",
                "<meta http-equiv=refresh content=0>", "<form action=//evil.example>", "<link rel=stylesheet href=//evil.example>", '" autofocus onfocus="alert(1)')  # fmt: skip


def _statements() -> Iterator[str]:
    for close, rest in product(
        ("'", '"', "')", "1", "$$", "\\'"),
        ("; DROP TABLE auth_user; --", " OR 1=1 --", " UNION SELECT NULL, version() --", "; SELECT pg_sleep(9)"),
    ):
        yield close + rest
    yield from (
        "%",
        "_",
        "\\",
        "%%%s",
        "E'\\x00'",
        "1;SELECT/**/1",
        "admin'/*",
        '{"$gt": ""}',
        "*)(uid=*))(|(uid=*",
        "' or '1'='1' or ''='",
    )


def _templates() -> Iterator[str]:
    for opens, closes in (
        ("{{", "}}"),
        ("{%", "%}"),
        ("{#", "#}"),
        ("${", "}"),
        ("#{", "}"),
        ("<%=", "%>"),
        ("[[", "]]"),
        ("`", "`"),
    ):
        for inside in ("7*7", "request.user", "debug", " endblock "):
            yield f"{opens}{inside}{closes}"
    yield from ("%s%n%x%d", "%(name)s", "%99999999d", "{0}", "{}", "{name}", "{0.__class__.__mro__}", "{:>999999999}", "{!r}", "%c%c%c", "$(id)", "`id`",
                "; ls -la", "| cat /etc/passwd", "&& true", "$HOME", "%PATH%", "${IFS}", "__import__('os')", "!!python/object:x", "@import", "#include <x>")  # fmt: skip


def _places() -> Iterator[str]:
    yield from (
        "../../../etc/passwd",
        "..\\..\\windows",
        "/dev/null",
        "C:\\nul",
        "CON",
        "aux.txt",
        "file:///etc/passwd",
        "~root",
        "%2e%2e%2f",
        "....//",
        "\\\\server\\share",
    )
    yield from (
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
        '{"a": [',
        "[" * 90,
        "- !x",
        "a: b: c",
        "\\u0000",
        "\\x00",
        "\\ud800",
        "_x0041_",
        "%00",
    )


def _headers() -> Iterator[str]:
    for line_break, header in product(
        ("\r\n", "\n", "\r", "%0d%0a", "\u2028", "\x85", "\\r\\n", "\x0b"),
        ("Bcc: all@example.org", "Subject: other", "\r\n<p>body"),
    ):
        yield f"Jane{line_break}{header}"
    yield from (
        "=?utf-8?q?Jane?=",
        "=?utf-8?b?SmFuZQ=?=",
        "Jane <all@example.org>",
        "jane@example.org, all@example.org",
        "a;b;c",
        '"Jane" <',
        "BEGIN:VEVENT",
        "END:VCALENDAR",
        ".\r\nQUIT",
    )


def _formulas() -> Iterator[str]:
    for first, formula in product("=+-@\t\r|%", ("cmd|' /C calc'!A0", 'HYPERLINK("//evil.example")', "1+1")):
        yield first + formula
    yield from (
        "＝1+1",
        "＋1",
        " =1+1",
        "\u00a0=1+1",
        '";=1+1',
        ",=1+1",
        "0113 496 0000",
        "+44 113 496 0000",
        "007",
        "1E5",
        "1/2",
        "3-4",
        "TRUE",
        "#REF!",
        "'=1",
    )


def _numbers() -> Iterator[str]:
    for bits in (8, 16, 31, 32, 53, 63, 64, 128):
        yield from (str(2**bits), str(2**bits - 1), str(-(2**bits)))
    yield from (
        "0",
        "-0",
        "00",
        "0x10",
        "0b1",
        "0o7",
        "1e999",
        "-1e999",
        "1e-999",
        "NaN",
        "nan",
        "inf",
        "-Infinity",
        "1_000",
        "1,000",
        "1.000,00",
        "٣٤",
        "²",
        "१",
        "9" * 110,
    )
    yield from (
        "1/0",
        "undefined",
        "null",
        "nil",
        "true",
        "false",
        "[]",
        "{}",
        "()",
        "NULL",
        "(null)",
        "on",
        "off",
        "''",
        '""',
    )


def _dates_and_addresses() -> Iterator[str]:
    yield from (
        "0000-00-00",
        "9999-12-31",
        "99999-99-99",
        "2027-03-28 01:30",
        "2027-10-31 01:30",
        "2026-02-30",
        "24:00",
        "23:59:60",
        "-1",
        "0001-01-01T00:00",
        "1970-01-01",
        "now",
        "P1Y",
    )
    yield from ("a@b", "@", "a@", "a@b@c.example", '"a b"@example.org', "a@[127.0.0.1]", "ü@example.org", "a@exämple.org", "a..b@example.org", "a@example..org", "a" * 65 + "@example.org",
                "a@" + "b" * 64 + ".org", "a@example.org\r\nBcc: b@example.org", "a@example.org,b@example.org", "+@example.org", "a@example.org.", "mailto:a@example.org", "A@EXAMPLE.ORG", "a@xn--", "\u202ea@example.org")  # fmt: skip


def _lengths() -> Iterator[str]:
    yield from (
        "",
        " ",
        "x" * 30,
        "x" * 31,
        "x" * 119,
        "x" * 120,
        "x" * 121,
        "é" * 120,
        "🧶" * 121,
        "x" * 200,
        "x" * 254,
        "x" * 255,
        "x" * 1000,
        "x " * 700,
        "x" * 5001,
        "\n" * 300,
    )
    yield from ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "<" * 110, "&" * 110, "'" * 110, "\\" * 110)


_FAMILIES = (
    _characters, _not_text, _directions, _pictures, _letters, _markup, _statements, _templates, _places, _headers, _formulas, _numbers,
    _dates_and_addresses, _lengths,
)  # fmt: skip
NAUGHTY: list[str] = list(dict.fromkeys(text for family in _FAMILIES for text in family()))
MEGABYTE = "x" * 1_000_000


def in_rotation(fields: Sequence[str], *, every: int = 1) -> Iterator[dict[str, str]]:
    """One string for each field, each time another. After all of it each string has been in each field.

    With `every`, only each so manieth turn: with as many as there are fields, each string has been in one of them.
    """
    for turn in range(0, len(NAUGHTY), every):
        yield {field: NAUGHTY[(turn + at) % len(NAUGHTY)] for at, field in enumerate(fields)}


def encoded(fields: dict[str, object]) -> str:
    """As the body of a form. What is no text goes out as the bytes that it would be."""
    pairs = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    return "&".join(f"{name}={quote_from_bytes(_bytes(str(value)))}" for name, value in pairs)


def as_decoded(text: str) -> str:
    """What a server that reads UTF-8 finds in its place."""
    return _bytes(text).decode(errors="replace")


def _bytes(text: str) -> bytes:
    try:
        return text.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        return text.encode(errors="surrogatepass")
