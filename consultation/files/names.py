"""The names of files, as strangers write them."""

from __future__ import annotations

import re
import unicodedata

from consultation.files.kinds import IN_WORDS, KINDS, FileRefused

_LONGEST = 120
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")  # Windows cannot open such a file
# What would run if somebody opened it; in front of the real ending it is there to deceive.
_RUNS = frozenset(
    {"app", "bat", "bin", "cmd", "com", "cpl", "dll", "docm", "dotm", "exe", "hta", "htm", "html", "inf", "jar", "js"}
    | {"jse", "lnk", "msi", "msp", "php", "pif", "pl", "ps1", "py", "reg", "scr", "sh", "shtml", "svg", "vb", "vbe"}
    | {"vbs", "wsf", "wsh", "xhtml", "xlam", "xlsm", "xltm", "xml"}
)


def tidy(name: str) -> str:
    """A name that is safe to show, to log and to give a downloaded file: no path, no invisible signs, not too long."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    shown = "".join(sign if unicodedata.category(sign)[0] != "C" else "" for sign in name)
    shown = re.sub(r'[<>:"|?*]', "-", " ".join(shown.split()))
    stem, dot, ending = shown.rpartition(".")
    if not dot:
        stem, ending = shown, ""
    stem = _few_marks(stem)[: _LONGEST - len(ending) - 1].strip(". ") or "file"
    if _RESERVED.match(f"{stem}."):
        stem = f"file-{stem}"
    return f"{stem}.{ending}" if ending else stem


def ending_of(name: str) -> str:
    """The ending, in small letters, of a name that was tidied. Raises FileRefused for one that is not taken."""
    parts = name.lower().split(".")
    if len(parts) < 2 or parts[-1] not in KINDS:
        raise FileRefused(f"The selected file must be a {IN_WORDS}")
    if any(part.strip() in _RUNS for part in parts[1:-1]):
        raise FileRefused(
            f"The name of the selected file has two endings, .{parts[-2].strip()} and .{parts[-1]}. "
            "Give it a name with one ending and select it again"
        )
    return parts[-1]


def _few_marks(text: str) -> str:
    """Without the hundreds of accents that can be stacked on one letter."""
    kept: list[str] = []
    run = 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= 3:
            kept.append(sign)
    return "".join(kept)
