"""What people, robots and programs type that nobody thought of: several hundred strings, made from rules.

`STRINGS` can be sent by a browser. `UNSENDABLE` are half characters, which only a program sends.
"""

from __future__ import annotations

_CONTROLS = [chr(code) for code in (*range(32), *range(127, 160))]
# Spaces of every kind, signs that nobody sees, and those that turn the direction of what follows.
_UNSEEN = [chr(code) for code in (*range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2070))]
_UNSEEN += ["\u00a0", "\u00ad", "\u034f", "\u061c", "\u115f", "\u1680", "\u180e"]
_UNSEEN += ["\u3000", "\u3164", "\ufeff", "\uffa0"]
_NO_CHARACTERS = [chr(code) for code in (*range(0xFDD0, 0xFDF0), *(plane * 0x10000 + 0xFFFE for plane in range(17)))]
_EMOJI = [
    *("🧶", "❤️", "❤", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🇬🇧", "🇬🇧🇬", "1️⃣", "👩🏿‍🚀", "\u200d", "\ufe0f", "🏽"),
    *("💥" * 2000, "🇬🇧" * 300, "👩‍👩‍👧‍👦" * 60),
]
_LETTERS = [
    *(
        "Łódź",
        "Ελλάδα",
        "Україна",
        "日本語",
        "한국어",
        "العربية",
        "עברית",
        "ไทย",
        "हिन्दी",
        "ﷺ",
        "ｆｕｌｌ",
        "ß",
        "İ",
        "ı",
        "ǆ",
    ),
    *("e\u0301", "a" + "\u0301" * 2000, "Z̸̡̛a̵l̴g̷o̶", "\u0301"),
    *("\u202eevil\u2066", "abc\u202e\u2067def", "ﬁ", "Ⅷ", "K"),
]
_MARKUP = [
    *("<script>alert(1)</script>", '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", "</textarea><b>"),
    *("<svg/onload=alert(1)>", "javascript:alert(1)", "<!--", "-->"),
    *("]]>", "<![CDATA[", "&lt;b&gt;", "&#0;", "&nbsp;"),
    *("</title><script>alert(1)</script>", "<iframe src=//x>"),
    *("{{ 7 }}", "{% now 'Y' %}", "{{ settings.SECRET_KEY }}"),
    *("${7*7}", "#{7*7}", "<%= 7 %>"),
    *("{{constructor.constructor('alert(1)')()}}", "%s%s%n", "{0.__class__}", "%(a)s"),
]
_ATTACKS = [
    *("'; DROP TABLE consultation_response; --", "' OR '1'='1", "1; SELECT pg_sleep(9)", "\\", "\\'", "''", '"', "`"),
    *(
        "$(reboot)",
        "`id`",
        "; ls",
        "| cat /etc/passwd",
        "../../etc/passwd",
        "..\\..\\x",
        "C:\\CON",
        "/dev/null",
        "file:///",
    ),
    *(
        "a\r\nBcc: x@example.org",
        "a%0d%0aBcc: x",
        "\r\n\r\n.",
        "*)(uid=*",
        "() { :;}; x",
        "${jndi:ldap://x}",
        "\x1b[31m",
    ),
    *("%00", "%", "%zz", "\\u0000", "\\x00", "a\x00b", "a\x00", "\x00" * 50, "?a=b&c", "#", "//example.org", "@@@"),
]
_FORMULAS = [
    *("=1+1", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '=HYPERLINK("//x")'),
    *("＝1+1", "＋1", "－1", "＠x", '"=1"', ";=1", ",=1", "'=1", "--5", "-²", "=", "+", "-", "@", "|", "a\n=1"),
]
_NUMBERS = [
    *(
        "0",
        "-0",
        "00",
        "1",
        "-1",
        "+1",
        "1.5",
        ".5",
        "5.",
        "1,000",
        "1.000,5",
        "1 000",
        "£5",
        "5%",
        "1e5",
        "1e999",
        "-1e999",
    ),
    *(
        "NaN",
        "Infinity",
        "-inf",
        "0x10",
        "0b1",
        "1_000",
        "−5",
        "½",
        "²",
        "١٢٣",
        "１２３",
        "४२",
        "Ⅷ",
        "①",
        "1" * 15,
        "1" * 16,
    ),
    *(
        "9" * 400,
        "0." + "0" * 400 + "1",
        "2147483647",
        "2147483648",
        "-2147483649",
        "9223372036854775808",
        "1/2",
        "1-2",
    ),
    *("29", "31", "32", "13", "1999", "0000", "9999", "10000", "2026-02-30", "31/2/2026", "999999999-99-99", "24:00"),
]
_WORDS = [
    *(
        "",
        " ",
        "\n",
        "\r\n",
        "\t\t",
        "null",
        "None",
        "undefined",
        "true",
        "False",
        "nil",
        "[object Object]",
        "constructor",
    ),
    *("__proto__", "toString", "other", "none", "prefer-not", "yes", "no", "red", "on", "[]", "{}", '{"text": "x"}'),
    *("[" * 5000, "x" * 250, "x" * 251, "x" * 20_000, "x" * 20_001, "word " * 9000, "\n" * 5000, "LS1 4AP", "ls14ap"),
    *(
        "a@b.c",
        "a@b",
        "@",
        "a@b.c, d@e.f",
        "a b@c.d",
        "<a@b.c>",
        "“a”@b.c",
        "a@" + "b" * 300 + ".org",
        "lines\r\n\v\f\x85x",
    ),
]

STRINGS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *_CONTROLS,
            *(f"a{sign}b" for sign in (*_CONTROLS, *_UNSEEN, *_NO_CHARACTERS)),
            *_UNSEEN,
            *_EMOJI,
            *_LETTERS,
            *_MARKUP,
            *_ATTACKS,
            *_FORMULAS,
            *_NUMBERS,
            *_WORDS,
        ]
    )
)

UNSENDABLE = ("\ud800", "a\udfffb", "\udc80" * 100, "\ud83d")
