"""Writes each acronym out the first time that body text uses it: "Local Enterprise Partnership (LEP)".

A rule about HTML and words. It knows no request, no page and no database, and adds characters to text nodes only.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

# Nobody reads these as running text. What stands in them is as if it were not there.
_SILENT = frozenset({"button", "code", "nav", "pre", "script", "select", "style", "svg", "template", "textarea"})
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"})
_RAW = frozenset({"script", "style", "textarea"})  # a "<" inside is a character and no tag
# Read, and so able to introduce an acronym, but left as they are: names, labels, and somebody else's words.
_LEFT = frozenset({"a", "abbr", "blockquote", "caption", "cite", "dfn", "dt", "h1", "h2", "h3", "h4", "h5", "h6"})
_LEFT |= {"kbd", "label", "legend", "q", "samp", "summary", "th", "time", "var"}
# Headings and titles of documents in all but the element.
_LEFT_CLASSES = frozenset({"eyebrow", "figure-source", "file-facts", "notice-title", "tag"})
_SILENT_CLASSES = frozenset({"sr"})  # written out there, sighted readers would never learn it
# Words run on through these; every other tag ends a run.
_INLINE = frozenset({"a", "abbr", "b", "bdi", "bdo", "cite", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark"})
_INLINE |= {"q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}

_TAG = re.compile(r"<(?:!--.*?-->|(/?)([a-zA-Z][^\s/>]*+)((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>)", re.DOTALL)
_CLASS = re.compile(r"\bclass\s*=\s*[\"']?([^\"'>]*)")
_UNSEEN = re.compile(r"\baria-hidden\s*=\s*[\"']?true|(?:^|\s)hidden(?=[\s=/]|$)")
_WORD = re.compile(r"\w+")
_GAP = "\u2029"  # between runs of text: no word and no name reaches across

_SPACE = r"(?:\s|&nbsp;|&#160;)"
_APOSTROPHE = r"(?:'|’|&#x27;|&#39;|&rsquo;)"
_OWNER = rf"{_APOSTROPHE}s"
# A whole word: no part of a compound, an address or an entity.
_BEFORE, _AFTER = r"(?<![\w&#@./-])", r"(?![\w@/-]|\.\w)"
_ARTICLE = re.compile(rf"(?:^|[^\w])(an?){_SPACE}+$", re.IGNORECASE)
_NEW_SENTENCE = re.compile(rf"(?:^|{_GAP}|[.!?][\"”’)]*{_SPACE}){_SPACE}*[\"“‘(]*$")
_OPENING = rf"\((?:the{_SPACE}+|or{_SPACE}+)?[\"“‘]?"
# "… Partnership (LEP)" and "… Partnership (the “LEP”)", whatever kind of partnership it is.
_OPENS_AFTER_WORDS = re.compile(rf"[\w)][\"”’]?{_SPACE}*{_OPENING}$")
_CLOSES = re.compile(r"[\"”’]?\)")


@dataclass(frozen=True)
class Acronym:
    """`plural` is the name of several, which "LEPs" stands for; without it "LEPs" is left alone."""

    letters: str
    name: str
    plural: str = ""


@dataclass(frozen=True)
class _Form:
    """One way to write an acronym, and the name it stands for, as they stand in HTML."""

    of: int
    written: str
    name: str
    names: re.Pattern[str] = field(compare=False)


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    forms: dict[str, _Form]


@lru_cache(maxsize=64)
def _rule(acronyms: tuple[Acronym, ...]) -> _Rule:
    forms: dict[str, _Form] = {}
    for plural in (False, True):  # an acronym of its own comes before the plural of another
        for at, one in enumerate(acronyms):
            letters, name = (f"{one.letters}s", one.plural) if plural else (one.letters, one.name)
            if name.strip() and letters != name:
                written = escape(letters, quote=False)
                either = "|".join(map(_flexible, filter(str.strip, (one.plural, one.name))))
                forms.setdefault(written, _Form(at, written, escape(name, quote=False), re.compile(rf"(?:{either})")))
    longest_first = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return _Rule(re.compile(rf"{_BEFORE}({longest_first})({_OWNER})?{_AFTER}"), forms)


def _flexible(name: str) -> str:
    """A pattern of the name as an editor may have typed it: any white space, a capital or none to begin with."""
    words = [re.escape(escape(word, quote=False)) for word in name.split()]
    if words[0][0].isalpha():
        words[0] = f"(?i:{words[0][0]}){words[0][1:]}"
    return f"{_SPACE}+".join(words).replace("'", _APOSTROPHE)


def write_out(html: str, acronyms: Iterable[Acronym]) -> str:
    """`html` with each of `acronyms` written out once, where its body text first uses it.

    Never in headings, links, table headings, captions, labels, quotations, code, menus or attributes, and not where
    the text introduces it itself: in brackets after words, or with its name in brackets behind it. Case counts,
    only whole words count, the longest comes first. Markup that is not well formed is taken for text up to its
    next tag. A second pass adds nothing.
    """
    words = set(_WORD.findall(html))
    used = tuple(one for one in acronyms if (first := _WORD.match(one.letters)) and {first[0], f"{first[0]}s"} & words)
    if not used or not (rule := _rule(used)).forms:
        return html
    text = _Text.of(html)
    known: set[int] = set()
    pieces: list[str] = []
    done = 0
    for found in rule.pattern.finditer(text.plain):
        form, owner = rule.forms[found[1]], found[2] or ""
        if form.of in known or _within_a_name(text.plain, found, rule):
            continue
        if _is_introduced(text.plain, found, form):
            known.add(form.of)
            continue
        span = text.source_of(found.start(), found.end())
        if span is None:
            continue
        known.add(form.of)
        before, after = _insertions(text.plain[max(0, found.start() - 80) : found.start()], form, owner)
        pieces += [html[done : span[0]], before, html[span[0] : span[1]], after]
        done = span[1]
    return "".join([*pieces, html[done:]])


def write_out_in_main(document: str, acronyms: Iterable[Acronym]) -> str:
    """A whole HTML document with the acronyms written out in its `<main>`; unchanged when it has none."""
    start, end = document.find("<main"), document.rfind("</main>")
    if not 0 <= start < end:
        return document
    return f"{document[:start]}{write_out(document[start:end], acronyms)}{document[end:]}"


def _insertions(before: str, form: _Form, owner: str) -> tuple[str, str]:
    """What goes before and behind the letters. After an article that fits only the letters, the name goes behind."""
    name = form.name
    article = _ARTICLE.search(before)
    if article and (article[1].lower() == "an") != (name[0].lower() in "aeiou"):
        return "", f" ({name}{owner})"
    if _NEW_SENTENCE.search(before):
        name = name[0].upper() + name[1:]
    return f"{name}{owner} (", ")"


def _is_introduced(plain: str, found: re.Match[str], form: _Form) -> bool:
    """Whether the text says here itself what the letters stand for."""
    before = plain[max(0, found.start() - 400) : found.start()].rpartition(_GAP)[2]
    behind = plain[found.end() : found.end() + 400].partition(_GAP)[0]
    if _CLOSES.match(behind) and _OPENS_AFTER_WORDS.search(before):
        return True
    if re.search(rf"{form.names.pattern}(?:{_OWNER})?{_SPACE}*{_OPENING}$", before):
        return True
    return re.match(rf"{_SPACE}*\({form.names.pattern}", behind) is not None


def _within_a_name(plain: str, found: re.Match[str], rule: _Rule) -> bool:
    """Whether these letters are part of a longer name that is being introduced: the LEP of "Some LEP (SLEP)"."""
    start = max(0, found.start() - 200)
    around = plain[start : found.end() + 600]
    for form in rule.forms.values():
        if found[1] not in form.name:
            continue
        letters = rf"{re.escape(form.written)}(?:{_OWNER})?"
        introduces = re.compile(rf"(?:{_OWNER})?{_SPACE}*{_OPENING}{letters}{_AFTER}")
        introduced = re.compile(rf"{_BEFORE}{letters}{_SPACE}*\($")
        for name in form.names.finditer(around):
            is_inside = name.start() <= found.start() - start < found.end() - start <= name.end()
            if is_inside and (introduces.match(around, name.end()) or introduced.search(around[: name.start()])):
                return True
    return False


@dataclass
class _Text:
    """The words of some HTML in one string, and where in the HTML each part of it stands.

    Parts are (start in `plain`, start in the HTML, length, may be added to).
    """

    plain: str = ""
    starts: list[int] = field(default_factory=list)
    parts: list[tuple[int, int, int, bool]] = field(default_factory=list)

    @classmethod
    def of(cls, html: str) -> _Text:
        text = cls()
        pieces: list[str] = []
        at = 0
        while tag := _TAG.search(html, at):
            text._add(pieces, html, at, tag.start(), open_to_change=True)
            name = (tag[2] or "").lower()
            manner = _manner(name, tag[3]) if name and not tag[1] else None
            if name not in _INLINE or manner == "silent":
                text._add(pieces, _GAP, 0, 1, open_to_change=False)
            at = tag.end()
            if manner is None:
                continue
            end = _end_of(html, name, at)
            for start, stop in _words_in(html, at, end) if manner == "left" else ():
                text._add(pieces, html, start, stop, open_to_change=False)
            if name not in _INLINE:
                text._add(pieces, _GAP, 0, 1, open_to_change=False)
            at = end
        text._add(pieces, html, at, len(html), open_to_change=True)
        text.plain = "".join(pieces)
        return text

    def _add(self, pieces: list[str], html: str, start: int, end: int, *, open_to_change: bool) -> None:
        if start < end:
            begins = self.parts[-1][0] + self.parts[-1][2] if self.parts else 0
            self.starts.append(begins)
            self.parts.append((begins, start, end - start, open_to_change))
            pieces.append(html[start:end])

    def source_of(self, start: int, end: int) -> tuple[int, int] | None:
        """Where `plain[start:end]` stands in the HTML; None when it may not be added to, or a tag parts it."""
        begins, source, length, open_to_change = self.parts[bisect_right(self.starts, start) - 1]
        if not open_to_change or end > begins + length:
            return None
        return source + start - begins, source + end - begins


def _manner(name: str, attributes: str) -> str | None:
    """How to read an element: "silent" not at all, "left" as it is, None like any other text."""
    if name in _SILENT or (attributes and "hidden" in attributes and _UNSEEN.search(attributes)):
        return None if name in _VOID else "silent"
    if name in _LEFT:
        return "left"
    if "class" in attributes and (named := _CLASS.search(attributes)):
        classes = set(named[1].split())
        if classes & _SILENT_CLASSES:
            return "silent"
        if classes & _LEFT_CLASSES:
            return "left"
    return None


def _end_of(html: str, name: str, at: int) -> int:
    """Where the element `name` that was opened just before `at` is over: behind its own end tag, or at the end."""
    if name in _RAW:
        found = re.compile(rf"</{name}\b[^>]*>", re.IGNORECASE).search(html, at)
        return found.end() if found else len(html)
    depth = 1
    while tag := _TAG.search(html, at):
        at = tag.end()
        if (tag[2] or "").lower() == name:
            depth += -1 if tag[1] else 1
            if not depth:
                return at
    return len(html)


def _words_in(html: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the text between the tags of `html[at:end]` stands."""
    while tag := _TAG.search(html, at, end):
        yield at, tag.start()
        at = tag.end()
    yield at, end
