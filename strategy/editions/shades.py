"""The colours of an edition: those of tokens.css by day, as a PDF needs them. A test keeps the two alike."""

from __future__ import annotations

from strategy.models.choices import Palette

_WOOL = {
    "ink": "#1d2330",
    "quiet": "#545b69",
    "line": "#dcd7ca",
    "link": "#1f4e79",
    "band": "#17324d",
    "band-ink": "#f6f2e8",
    "band-quiet": "#c9d3dc",
    "weld": "#8a6100",
    "madder": "#a3323b",
    "indigo": "#41438f",
    "woad": "#1f6384",
    "lichen": "#3f6b35",
    "heather": "#7b3f86",
    "peat": "#6b4a32",
}
SHADES: dict[str, dict[str, str]] = {
    Palette.WOOL: _WOOL,
    Palette.HOSIERY: _WOOL
    | {
        "link": "#6b2a5f",
        "band": "#44203f",
        "band-ink": "#fbf3ee",
        "band-quiet": "#e2ccd9",
        "weld": "#94530a",
        "madder": "#a82a55",
        "indigo": "#56409a",
        "woad": "#17687a",
        "lichen": "#4f6a14",
    },
}

# The dyes at their bright strength, on the band of the cover: those of components/weave.css.
BRIGHT = {
    "bright-weld": "#e7bd4f",
    "bright-madder": "#e78385",
    "bright-indigo": "#a4a6f2",
    "bright-woad": "#7cc4e2",
    "bright-lichen": "#97cf86",
    "bright-heather": "#d59ae0",
    "bright-peat": "#d3a986",
}


def shades_of(palette: str) -> dict[str, str]:
    """Every shade by name; those of the first palette where `palette` is not known."""
    return SHADES.get(palette, _WOOL) | BRIGHT
