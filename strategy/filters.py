"""What the lists of the site offer to narrow them by."""

from dataclasses import dataclass

type Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Filter:
    """A choice in a form: `options` are (value, words), the first of them stands for no choice."""

    name: str
    words: str
    options: Options
    chosen: str
