"""Turns the stylesheet that people write, one file for each part, into the one file that travels.

Written so that a browser reads both alike: css/site.css works unbundled while developing.
"""

import posixpath
import re
from collections.abc import Callable

_IMPORT = re.compile(
    r"""@import \s+ (?:url\(\s*)? ["'](?P<path>[^"']+)["'] \s* \)? \s*
        (?:layer\( \s* (?P<layer>[\w.-]+) \s* \))? \s* (?P<media>[^;]*);""",
    re.VERBOSE,
)
_RELATIVE_URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?!/|\#|[a-z]+:)(?P<path>[^"')]+)(?P=quote)\s*\)""")

_SPACE = r"(?:\s|/\*.*?\*/)"
_SQUEEZABLE = re.compile(
    rf"""(?P<kept>"(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | url\([^"')]*\))
       | {_SPACE}* (?P<mark>[{{}};,]) {_SPACE}*
       | (?P<space>{_SPACE}+)""",
    re.VERBOSE | re.DOTALL,
)


class UnbundlableStylesheet(ValueError):
    """The stylesheet asks for something that bundling would change."""


def bundle(name: str, read: Callable[[str], str]) -> str:
    """The text of `name` with each `@import "…" layer(…) media;` replaced by the text of the imported file.

    `read` gives the text of a file by its path from the static root. Imported files import nothing themselves.
    """
    folder = posixpath.dirname(name)

    def inline(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, match["path"]))
        text = _rebase_urls(_without_comments(read(path)), posixpath.dirname(path), folder)
        if "@import" in text:
            raise UnbundlableStylesheet(f"{path} imports another stylesheet: import it in {name} instead.")
        if media := match["media"].strip():
            text = f"@media {media} {{ {text} }}"
        if layer := match["layer"]:
            text = f"@layer {layer} {{ {text} }}"
        return text

    return squeeze(_IMPORT.sub(inline, _without_comments(read(name))))


def squeeze(css: str) -> str:
    """Without comments and needless white space.

    Only the space that no grammar needs goes: next to { } ; and the comma. A space elsewhere can mean something (in
    `a :focus`, in `calc(1px + 2px)`), and costs little once compressed.
    """

    def shorten(match: re.Match[str]) -> str:
        return match["kept"] or match["mark"] or " "

    return _SQUEEZABLE.sub(shorten, css).strip()


def _without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", " ", css, flags=re.DOTALL)


def _rebase_urls(css: str, old_folder: str, new_folder: str) -> str:
    """Relative addresses count from the stylesheet, and the text moves from one folder to another."""

    def rebase(match: re.Match[str]) -> str:
        path = posixpath.relpath(posixpath.join(old_folder, match["path"].strip()), new_folder or ".")
        return f'url("{path}")'

    return _RELATIVE_URL.sub(rebase, css)
