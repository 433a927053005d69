"""The doors to taking part: consultations, with a page for each, and events. Services hang on these by string."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet

from consultation.dates import State, changes_after, state_on
from consultation.events.listing import Listing
from consultation.events.models import Event
from consultation.feedback.listing import rows_of
from consultation.surveys.models import Survey
from strategy.findable import LEADING, Words
from strategy.freshness import changes_at
from strategy.models.base import SitePage, WithBody
from strategy.restrictions import is_restricted

if TYPE_CHECKING:
    from django.http import HttpRequest

_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol", "h3"]


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
        today = timezone.localdate()
        found = list(ConsultationPage.objects.child_of(self).live().order_by("closes_on"))
        return super().get_context(request, *args, **kwargs) | {
            "open": [page for page in found if page.state_on(today) == State.OPEN],
            "coming": [page for page in found if page.state_on(today) == State.COMING],
            "closed": [page for page in reversed(found) if page.state_on(today) == State.CLOSED],
            "surveys": Survey.objects.public().filter(
                site__root_page__path=self.path[: -self.steplen], consultation=None
            ),
        }

    def fresh_until(self, now: dt.datetime) -> dt.datetime | None:
        home = self.path[: -self.steplen]
        dates = ConsultationPage.objects.child_of(self).live().values_list("opens_on", "closes_on")
        moments = [changes_after(now, opens_on, closes_on) for opens_on, closes_on in dates]
        moments.append(Survey.objects.public().filter(site__root_page__path=home, consultation=None).next_turn(now))
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
    what_happens_next = RichTextField(
        blank=True, features=_FEATURES, help_text="Who reads the answers, and when the outcome will be published."
    )
    opens_on = models.DateField(
        null=True, blank=True, help_text="It opens as this day begins. Leave empty only if it is past and not known."
    )
    closes_on = models.DateField(null=True, help_text="It closes at the end of this day, at 11:59pm.")
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
        FieldPanel("how_to_take_part"),
        FieldPanel("what_happens_next"),
        InlinePanel(
            "documents",
            label="Document",
            heading="Documents",
            help_text="What people need to read before they answer. Offer the same as a page where you can.",
        ),
        InlinePanel(
            "subjects",
            label="Page",
            heading="What it is about",
            help_text="Pages of the strategy. Each of them will show this consultation.",
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *SitePage.search_fields,
        Words("purpose", boost=LEADING),
        *(Words(name) for name in ("can_change", "cannot_change", "how_to_take_part", "what_happens_next")),
    ]
    settings_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                HelpPanel("Whether it is coming, open or closed follows from these dates."),
                FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
                FieldPanel("is_demonstration"),
            ],
            heading="Dates",
        ),
        *SitePage.settings_panels,
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
            "documents_shown": [line.document for line in self.documents.select_related("document")],
            "events": self.events.public().order_by("starts_at", "pk") if self.pk else [],
            "surveys": self.surveys.public() if self.pk else [],
            "told": rows_of(self),
        }

    @property
    def state(self) -> State:
        return self.state_on(timezone.localdate())

    def state_on(self, day: dt.date) -> State:
        return state_on(day, self.opens_on, self.closes_on)

    def fresh_until(self, now: dt.datetime) -> dt.datetime | None:
        turns = [changes_after(now, self.opens_on, self.closes_on), self.events.public().next_turn(now)]
        turns.append(self.surveys.public().next_turn(now))
        return min((moment for moment in turns if moment), default=None)


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


class EventsPage(WithBody, SitePage):
    """What is coming and what was held: the list. Each event has a page of its own at /events/<its slug>/."""

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["strategy.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = "list of events"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        events = Event.objects.public().filter(site__root_page__path=self.path[: -self.steplen])
        listing = Listing.of(events, request.GET, timezone.now())
        changes_at(request, listing.next_turn)
        return super().get_context(request, *args, **kwargs) | {"listing": listing}
