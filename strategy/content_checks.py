"""The checks that run beside the preview while an editor writes: Wagtail's with all its rules, and those of this house.

What each check of ours looks at stands in `static/js/content_checks.js`; here stand its words and what it is told.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page, Site

from strategy.areas import area_of_page
from strategy.models import GlossaryTerm

LONGEST_SENTENCE = 30  # words

_VAGUE = [
    "click here",
    "click",
    "find out more",
    "follow this link",
    "here",
    "learn more",
    "link",
    "more",
    "more information",
    "read more",
    "see here",
    "this",
    "this link",
    "this page",
]

# Capitals that everybody reads as a word.
_EVERYDAY = ["AM", "BBC", "EU", "GB", "HTML", "ID", "IT", "NHS", "OK", "PM", "TV", "UK", "US", "USA"]
# What stands beside a link to a file.
_EVERYDAY += ["CSV", "DOC", "DOCX", "EPUB", "KB", "MB", "ODS", "ODT", "PDF", "PPTX", "UA", "XLSX"]

# Where words of the page stand, without its menus.
_WORDS = "main p, main li, main td, main th, main dd, main figcaption, main blockquote"

# Each check: what it is called, which elements it looks at, what an editor reads when it fails.
CHECKS: dict[str, tuple[str, str, str]] = {
    "vague-link-text": (
        "main a[href]",
        "The words of a link do not say where it leads",
        "Some people hear only the links of a page. Instead of “click here”, use the name of what they will find.",
    ),
    "all-capitals": (
        f"{_WORDS}, main h1, main h2, main h3, main h4",
        "Words in capital letters",
        "Whole phrases in capitals are hard to read, and some screen readers spell them. Use small letters.",
    ),
    "document-alone": (
        'main a[href*="/documents/"]',
        "A file without a page that says the same",
        (
            "Files are hard to use on a phone and with a screen reader. Where you edit the document, choose the page "
            "or file that says the same, or say why there is none. For a link within words, put a link to a page with "
            "the same content beside it, or say whom to ask for another format."
        ),
    ),
    "unknown-acronym": (
        f"{_WORDS}, main h2, main h3, main h4",
        "An abbreviation that the glossary does not know",
        "Write it out at its first use, as in Local Enterprise Partnership (LEP), or have it added to the glossary.",
    ),
    "long-sentence": (
        _WORDS,
        f"A sentence of more than {LONGEST_SENTENCE} words",
        "Long sentences lose their readers. Make two of it.",
    ),
}


def known_acronyms(site: Site | None) -> set[str]:
    """The acronyms in the glossary of the area, written out for readers or not. One query; none without an area."""
    acronyms = GlossaryTerm.objects.filter(site=site).exclude(acronym="").values_list("acronym", flat=True)
    return set(acronyms) if site else set()


class SiteContentChecker(ContentCheckerItem):
    """Takes the place of Wagtail's item, which runs ten rules. This runs all that are not experiments.

    Wagtail pins each note right after the element it is about, which may be an entry of a list, and would then find
    fault with its own notes: the rules about where these stand are off. Editors write nothing that could break them.
    """

    axe_run_only = None
    axe_rules = {
        name: {"enabled": False}
        for name in ("list", "definition-list", "landmark-complementary-is-top-level", "landmark-unique")
    }

    def __init__(self, in_editor: bool = False, site: Site | None = None) -> None:
        """`site` is the area whose glossary is asked."""
        super().__init__(in_editor=in_editor)
        self.site = site

    def get_axe_custom_rules(self, request: Any) -> list[dict[str, Any]]:
        ours = [
            {
                "id": name,
                "impact": "moderate",
                "selector": selector,
                "tags": ["best-practice"],
                "any": [f"check-{name}"],
                "enabled": True,
            }
            for name, (selector, _title, _help) in CHECKS.items()
        ]
        return [*super().get_axe_custom_rules(request), *ours]

    def get_axe_custom_checks(self, request: Any) -> list[dict[str, Any]]:
        options: dict[str, dict[str, Any]] = {
            "vague-link-text": {"vague": _VAGUE},
            "unknown-acronym": {"known": sorted({*_EVERYDAY, *known_acronyms(self.site)})},
            "long-sentence": {"longest": LONGEST_SENTENCE},
        }
        ours = [{"id": f"check-{name}", "options": options.get(name, {})} for name in CHECKS]
        return [*super().get_axe_custom_checks(request), *ours]

    def get_axe_messages(self, request: Any) -> dict[str, Any]:
        ours = {name: {"error_name": title, "help_text": words} for name, (_, title, words) in CHECKS.items()}
        return super().get_axe_messages(request) | ours


def replace_checker(request: Any, items: list[Any], page: Any) -> None:
    """Hook: our checker in the place of Wagtail's, in the editor and in previews.

    A record says which area it is of. A page that is not saved yet has no place in a tree: its area is the one whose
    address the editor works at.
    """
    in_tree = isinstance(page, Page) and page.path
    site = area_of_page(page) if in_tree else getattr(page, "site", None) or Site.find_for_request(request)
    items[:] = [
        SiteContentChecker(in_editor=item.in_editor, site=site) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]
