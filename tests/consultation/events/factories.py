"""Events for tests. `starts` and `ends` are wall clocks in London."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory

from consultation import models
from consultation.dates import LONDON


def london(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=LONDON)


class _EventFactory(factory.django.DjangoModelFactory):
    title = factory.Sequence(lambda n: f"Event {n}")
    slug = factory.Sequence(lambda n: f"event-{n}")
    starts_at = london(2030, 5, 14, 10)
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + dt.timedelta(hours=2))
    is_published = True

    class Meta:
        model = models.Event

    @classmethod
    def held(cls, **fields: Any) -> Any:
        """One of the past that took place."""
        return cls(**({"starts_at": london(2018, 5, 14, 10), "outcome": "took_place"} | fields))


# A factory gives a model and not itself, which its types do not know.
EventFactory: Any = _EventFactory


class EventsPageFactory(factory.django.DjangoModelFactory):
    """A list of events below `parent`."""

    class Meta:
        model = models.EventsPage

    title, slug, show_in_menus = "Events", "events", True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, parent: Any, **fields: Any) -> Any:
        return parent.add_child(instance=model_class(**fields))
