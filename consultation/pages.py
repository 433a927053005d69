"""The doors to taking part: consultations, with a page for each. Services hang on these by string."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet

from consultation.clock import Clock
from consultation.dates import State, changes_after, midnight, state_on
from consultation.evidence.counting import calls_of
from consultation.offers import Offer, OfferKind, Offers, everything
from consultation.page_forms import ConsultationPageForm
from consultation.received import Received
from consultation.since import Since
from strategy.findable import LEADING, Words
from strategy.models.base import SitePage, WithBody
from strategy.panels import LinesPanel
from strategy.restrictions import is_restricted

if TYPE_CHECKING:
    from django.http import HttpRequest

_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol", "h3"]
_DOCUMENT = ("document__alternative_page", "document__alternative_document")  # what stands beside it
_SEARCHED = (
    *("can_change", "cannot_change", "options_considered", "impact_assessment", "how_to_take_part"),
    *("how_to_take_part_offline", "what_happens_next", "outcome"),
)


class HaveYourSayPage(WithBody, SitePage):
    """What is open, what is coming and what has closed."""

    lists_children = True

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["strategy.HomePage"]
    subpage_types: ClassVar[list[str]] = ["consultation.ConsultationPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "have your say"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        asked = Offers.of(self._offers, request.GET, timezone.localdate())
        return super().get_context(request, *args, **kwargs) | {"offers": asked, "kinds": OfferKind.choices}

    @cached_property
    def _offers(self) -> list[Offer]:
        """Everything of the area, whatever is asked for. Four queries."""
        pages = ConsultationPage.objects.child_of(self).live().filter(~is_restricted())
        return everything(self.path[: -self.steplen], pages, timezone.now())

    def fresh_until(self, now: dt.datetime) -> dt.datetime | None:
        moments = (changes_after(now, one.opens_on, one.closes_on) for one in self._offers)
        return min((moment for moment in moments if moment), default=None)


class ConsultationQuerySet(PageQuerySet):
    def open_on(self, day: dt.date) -> Self:
        """Live, and taking answers on `day` (a date in Europe/London). Those that close first come first."""
        began = models.Q(opens_on__lte=day) | models.Q(opens_on=None)
        return self.live().filter(began, ~is_restricted(), closes_on__gte=day).order_by("closes_on", "path")

    def about(self, page: Page) -> Self:
        """Live consultations about `page`, the latest first; none for an unsaved page."""
        if page.pk is None:
            return self.none()
        return self.live().filter(~is_restricted(), subjects__page=page).order_by("-closes_on").distinct()


class ConsultationPage(SitePage):
    """A consultation: why, what can still change, how to take part. Its state is computed from its dates."""

    is_public_service = True

    purpose = RichTextField(features=_FEATURES, help_text="What you are asking about, and why now.")
    can_change = RichTextField(
        blank=True, features=_FEATURES, verbose_name="what can still change", help_text="What answers can influence."
    )
    cannot_change = RichTextField(
        blank=True, features=_FEATURES, verbose_name="what cannot change", help_text="What is settled, and why."
    )
    how_to_take_part = RichTextField(
        blank=True, features=_FEATURES, help_text="Online, on paper, by telephone, in person: every way there is."
    )
    how_to_take_part_offline = RichTextField(
        blank=True,
        features=_FEATURES,
        verbose_name="how to take part without the internet",
        help_text="Where to write, what number to ring, where to come. Everybody must be able to take part.",
    )
    options_considered = RichTextField(
        blank=True,
        features=_FEATURES,
        verbose_name="options considered",
        help_text="The other ways that were looked at, and why each was rejected.",
    )
    impact_assessment = RichTextField(
        blank=True,
        features=_FEATURES,
        help_text="Whom it would touch and how, equality among that. Link the full assessment if there is one.",
    )
    what_happens_next = RichTextField(
        blank=True, features=_FEATURES, help_text="Who reads the answers, and when the outcome will be published."
    )
    outcome = RichTextField(
        blank=True, features=_FEATURES, help_text="What people said, what changes, and what does not and why."
    )
    outcome_on = models.DateField(
        null=True, blank=True, verbose_name="outcome published on", help_text="It stops the public clock."
    )
    late_because = models.TextField(
        blank=True,
        max_length=500,
        verbose_name="why the outcome is late",
        help_text="Needed from twelve weeks after closing. It stands on the public clock.",
    )
    opens_on = models.DateField(
        null=True, blank=True, help_text="It opens as this day begins. Leave empty only if it is past and not known."
    )
    closes_on = models.DateField(null=True, help_text="It closes at the end of this day, at 11:59pm.")
    is_history = models.BooleanField(
        default=False,
        verbose_name="held elsewhere",
        help_text="The record of a consultation that was not held on this site. It has no clock.",
    )
    is_demonstration = models.BooleanField(
        default=False,
        verbose_name="demonstration",
        help_text="Marks it clearly as a demonstration, not a real consultation.",
    )

    objects: ClassVar[Any] = PageManager.from_queryset(ConsultationQuerySet)()

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldPanel("purpose"),
        MultiFieldPanel([FieldPanel("can_change"), FieldPanel("cannot_change")], heading="What answers can influence"),
        MultiFieldPanel(
            [FieldPanel("options_considered"), FieldPanel("impact_assessment")], heading="How it came to this"
        ),
        MultiFieldPanel(
            [FieldPanel("how_to_take_part"), FieldPanel("how_to_take_part_offline")], heading="How to take part"
        ),
        FieldPanel("what_happens_next"),
        MultiFieldPanel(
            [FieldPanel("outcome"), FieldPanel("outcome_on"), FieldPanel("late_because")],
            heading="Outcome, within twelve weeks of closing",
        ),
        LinesPanel(
            "documents",
            label="Document",
            heading="Documents",
            help_text="What people need to read before they answer. Offer the same as a page where you can.",
        ),
        LinesPanel(
            "subjects",
            label="Page",
            heading="What it is about",
            help_text="Pages of the strategy. Each of them will show this consultation.",
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *SitePage.search_fields,
        Words("purpose", boost=LEADING),
        *(Words(name) for name in _SEARCHED),
    ]
    settings_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                HelpPanel("Whether it is coming, open or closed follows from these dates."),
                FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
                FieldPanel("why_later"),
                FieldPanel("goes_ahead"),
                FieldPanel("is_history"),
                FieldPanel("is_demonstration"),
            ],
            heading="Dates",
        ),
        *SitePage.settings_panels,
    ]
    base_form_class = ConsultationPageForm
    # A copy is another consultation: what was promised and what came of it stay with this one.
    default_exclude_fields_in_copy: ClassVar[list[str]] = [
        *Page.default_exclude_fields_in_copy,
        *("extensions", "outcome", "outcome_on", "late_because"),
    ]
    parent_page_types: ClassVar[list[str]] = ["consultation.HaveYourSayPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "consultation"

    def clean(self) -> None:
        super().clean()
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValidationError({"closes_on": "The closing day must be the opening day or a later one."})
        if self.closes_on and not self.opens_on and self.closes_on >= timezone.localdate():
            raise ValidationError({"opens_on": "Give the day it opens. Only a past consultation may leave it out."})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "state": self.state,
            "subjects_shown": [line.page for line in self.subjects.select_related("page") if line.page.live],
            "documents_shown": [line.document for line in self.documents.select_related(*_DOCUMENT)],
            "events": self._events,
            "surveys": self._asking[0],
            "calls": self._asking[1],
            "clock": self.clock_on(timezone.localdate()),
            "extensions": self.extensions.all(),
            "since": Since.of(self),
            "received": self._received,
        }

    @property
    def state(self) -> State:
        return self.state_on(timezone.localdate())

    def state_on(self, day: dt.date) -> State:
        return state_on(day, self.opens_on, self.closes_on)

    def clock_on(self, day: dt.date) -> Clock | None:
        """What its public clock shows on `day`; None for what was held elsewhere or has no dates."""
        if self.is_history or self.closes_on is None:
            return None
        return Clock(day, self.opens_on, self.closes_on, self.outcome_on)

    @cached_property
    def _events(self) -> list[Any]:
        return list(self.events.public().order_by("starts_at", "pk")) if self.pk else []

    @cached_property
    def _asking(self) -> tuple[list[Any], list[Any]]:
        """Its surveys, with when their results were published, and its calls; once it is closed, with what came."""
        if not self.pk:
            return [], []
        surveys = self.surveys.public().annotate(results_at=models.F("results__published_at"))
        if self._is_counted:
            return list(surveys.with_counts()), calls_of(self, timezone.now())
        return list(surveys), list(self.calls_for_evidence.public())

    @property
    def _is_counted(self) -> bool:
        """Nobody reads off counts while people can still answer; of what was held elsewhere there are none."""
        return self.state == State.CLOSED and not self.is_history

    @property
    def _received(self) -> Received:
        return Received.by(*self._asking, self._events, timezone.now()) if self._is_counted else Received()

    def fresh_until(self, now: dt.datetime) -> dt.datetime | None:
        """No query once the page is rendered: what it shows is what turns."""
        turns = [changes_after(now, self.opens_on, self.closes_on)]
        turns += [moment for event in self._events for moment in (event.starts_at, event.ends_at) if moment > now]
        turns += [one.next_turn(now) for kind in self._asking for one in kind]
        today = timezone.localdate(now)
        clock = self.clock_on(today)
        turns.append(midnight(today, 1) if clock and clock.goes_on else None)  # it counts days
        return min((moment for moment in turns if moment), default=None)


class ConsultationExtension(Orderable):
    """A closing day that was moved after opening: never changed, never taken away."""

    page = ParentalKey(ConsultationPage, on_delete=models.CASCADE, related_name="extensions")
    was_closing_on = models.DateField()
    closes_on = models.DateField()
    why = models.TextField()
    decided_on = models.DateField()

    class Meta(Orderable.Meta):
        verbose_name = "extension of a consultation"


class ConsultationDocument(Orderable):
    page = ParentalKey(ConsultationPage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "strategy.SiteDocument", on_delete=models.PROTECT, related_name="+", help_text="Choose one, or upload it."
    )

    panels: ClassVar[list[Any]] = [FieldPanel("document")]


class ConsultationSubject(Orderable):
    """A page of the strategy that the consultation is about; that page shows the consultation in turn."""

    consultation = ParentalKey(ConsultationPage, on_delete=models.CASCADE, related_name="subjects")
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", help_text="Choose a page of the strategy."
    )

    panels: ClassVar[list[Any]] = [PageChooserPanel("page")]
