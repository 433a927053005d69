"""The glossary of an area: its words and acronyms, and the page that lists them from A to Z."""

from __future__ import annotations

import unicodedata
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.models import Site

from strategy.areas import area_record
from strategy.forms import AreaRecordForm
from strategy.models.base import SitePage
from strategy.paging import numbers_of, part_of
from strategy.panels import AreaPanel

if TYPE_CHECKING:
    from django.http import HttpRequest

_OTHERS = "0–9"  # the heading of what begins with no letter


@area_record
class GlossaryTerm(models.Model):
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="glossary_terms", verbose_name="area")
    acronym = models.CharField(
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(r"^\w(?:[\w&./-]*\w)?\Z", "Use letters and figures without spaces, such as LEP or R&D.")
        ],
        help_text="The short form, exactly as pages use it, such as LEP. Leave empty for a word that has none.",
    )
    term = models.CharField(
        max_length=120, help_text="The word, or the acronym in full, as it reads within a sentence."
    )
    plural = models.CharField(
        max_length=120,
        blank=True,
        verbose_name="term, for several",
        help_text="Such as Local Enterprise Partnerships, if pages use LEPs.",
    )
    meaning = models.TextField(max_length=600, help_text="What it means, in a plain sentence or two.")
    is_written_out = models.BooleanField(
        default=True,
        verbose_name="write the acronym out",
        help_text="The first time that the text of a page uses it. Untick for one that everybody knows, such as UK.",
    )

    panels: ClassVar[list[Any]] = [
        AreaPanel("site"),
        FieldPanel("acronym"),
        FieldRowPanel([FieldPanel("term"), FieldPanel("plural")]),
        FieldPanel("meaning"),
        FieldPanel("is_written_out"),
        HelpPanel(
            "Pages write an acronym out by themselves: “Local Enterprise Partnership (LEP)” the first time, then LEP. "
            "Type the acronym alone. Change it here and every page follows."
        ),
    ]
    base_form_class = AreaRecordForm

    class Meta:
        ordering: ClassVar[list[Any]] = [Lower("term")]
        verbose_name = "glossary term"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                Lower("term"),
                "site",
                name="glossary_term_unique_in_area",
                violation_error_message="The glossary of this area already has that term. Change that one instead.",
            ),
            models.UniqueConstraint(
                fields=["site", "acronym"],
                condition=~models.Q(acronym=""),
                name="glossary_acronym_unique_in_area",
                violation_error_message="The glossary of this area already has that acronym. Change that one instead.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.acronym}: {self.term}" if self.is_short_form else self.term

    def clean(self) -> None:
        super().clean()
        if self.plural and not self.acronym:
            raise ValidationError({"plural": "Only an acronym needs this. Fill in the acronym, or leave this empty."})

    @property
    def is_short_form(self) -> bool:
        """Whether the acronym stands for something else than itself."""
        return bool(self.acronym) and self.acronym != self.term

    @property
    def entry(self) -> str:
        """The word under which a reader looks for it."""
        return self.acronym or self.term


# More would be too much to send at once; few glossaries have so many.
ON_A_PAGE = 200


class GlossaryPage(SitePage):
    # The terms and what they stand for are side by side here already.
    writes_out_acronyms = False

    parent_page_types: ClassVar[list[str]] = ["strategy.HomePage", "strategy.StrategyPage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = "glossary"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        terms = GlossaryTerm.objects.filter(site=Site.find_for_request(request))
        letters = by_letter(terms)
        words = [(anchor, word) for _, anchor, found in letters for word in found]
        part = part_of(words, request.GET, on_a_page=ON_A_PAGE)
        shown: dict[str, list[tuple[GlossaryTerm, str]]] = {}
        for anchor, word in part.object_list:
            shown.setdefault(anchor, []).append(word)
        pages: dict[str, int] = {}
        for at, (anchor, _word) in enumerate(words):
            pages.setdefault(anchor, at // ON_A_PAGE + 1)
        return super().get_context(request, *args, **kwargs) | {
            "letters": [(letter, anchor, pages.get(anchor)) for letter, anchor, _ in letters],
            "shown": [(letter, anchor, shown[anchor]) for letter, anchor, _ in letters if anchor in shown],
            "part": part,
            "numbers": numbers_of(part),
        }


def by_letter(terms: Any) -> list[tuple[str, str, list[tuple[GlossaryTerm, str]]]]:
    """Every letter from A to Z with its anchor and, for each of its terms, the term and its own anchor.

    What begins with no letter from A to Z comes first, under a heading of its own. Empty for no terms.
    """
    found: dict[str, list[tuple[GlossaryTerm, str]]] = {}
    taken: set[str] = set()
    for term in sorted(terms, key=lambda one: (_plain(one.entry), one.entry)):
        slug = slugify(term.entry)
        anchor = f"term-{slug}" if slug and slug not in taken else f"term-{slug}--{term.pk}"  # no slug has "--"
        taken.add(slug)
        first = _plain(term.entry)[:1].upper()
        found.setdefault(first if first and first in ascii_uppercase else _OTHERS, []).append((term, anchor))
    if not found:
        return []
    headings = [*([_OTHERS] if _OTHERS in found else []), *ascii_uppercase]
    return [(letter, f"letter-{slugify(letter)}", found.get(letter, [])) for letter in headings]


def _plain(word: str) -> str:
    """For sorting: small letters without their accents."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
