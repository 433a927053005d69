"""The door to events: the page that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone
from wagtail.admin.panels import FieldPanel

from consultation.events.listing import Listing
from consultation.events.models import Event
from strategy.freshness import changes_at
from strategy.models.base import SitePage, WithBody

if TYPE_CHECKING:
    from django.http import HttpRequest


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
