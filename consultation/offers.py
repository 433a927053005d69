"""Everything that the public can take part in, of all kinds: what is open, what is coming, what has closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.models import Page

from consultation.dates import State, state_on
from consultation.evidence.models import CallForEvidence
from consultation.surveys.models import Survey
from strategy.paging import numbers_of, part_of

CLOSED_ON_A_PAGE = 25
_OPEN = frozenset({"open", "paused"})


class OfferKind(models.TextChoices):
    CONSULTATION = "consultation", "Consultation"
    SURVEY = "survey", "Survey"
    CALL = "call", "Call for evidence"


@dataclass(frozen=True)
class Offer:
    """One of them, as a list shows it. `about` are the pages of the strategy that it is about."""

    kind: OfferKind
    title: str
    url: str
    summary: str
    state: str
    opens_on: dt.date | None
    closes_on: dt.date | None
    is_demonstration: bool
    about: frozenset[int] = field(default_factory=frozenset)

    @property
    def place(self) -> str:
        """Under which heading it stands."""
        if self.state == State.COMING:
            return "coming"
        return "open" if self.state in _OPEN else "closed"


@dataclass(frozen=True)
class Offers:
    """What is asked for, under its three headings. `subjects` are the pages to choose from, in the tree's order.

    `closed` is one part of what has closed, for that list only grows; `numbers` lead to its other parts.
    """

    open: list[Offer]
    coming: list[Offer]
    closed: Any
    numbers: list[int | str]
    subjects: list[Page]
    kind: str
    state: str
    about: str

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.state or self.about)

    @property
    def is_empty(self) -> bool:
        return not (self.open or self.coming or self.closed.object_list)

    @classmethod
    def of(cls, found: list[Offer], asked: Mapping[str, str], today: dt.date) -> Offers:
        """Those of `found` that are asked for. An odd filter is none. One query, for the pages they are about."""
        kind = asked.get("kind", "") if asked.get("kind", "") in OfferKind.values else ""
        state = asked.get("state", "") if asked.get("state", "") in ("open", "coming", "closed") else ""
        mentioned = {pk for one in found for pk in one.about}
        subjects = list(Page.objects.filter(pk__in=mentioned, live=True).order_by("path"))
        about = asked.get("about", "") if asked.get("about", "") in {str(page.pk) for page in subjects} else ""
        shown = [
            one
            for one in found
            if kind in ("", one.kind) and state in ("", one.place) and (not about or int(about) in one.about)
        ]
        closed = part_of(
            _latest_first([one for one in shown if one.place == "closed"]), asked, on_a_page=CLOSED_ON_A_PAGE
        )
        soonest = sorted(shown, key=lambda one: (one.closes_on or dt.date.max, one.kind))
        return cls(
            open=[one for one in soonest if one.place == "open"],
            coming=sorted((one for one in soonest if one.place == "coming"), key=lambda one: one.opens_on or today),
            closed=closed,
            numbers=numbers_of(closed),
            subjects=subjects,
            kind=kind,
            state=state,
            about=about,
        )


def _latest_first(offers: list[Offer]) -> list[Offer]:
    """Those with no known day come last."""
    return sorted(offers, key=lambda one: one.closes_on or dt.date.min, reverse=True)


def everything(home: str, pages: models.QuerySet[Any], now: dt.datetime) -> list[Offer]:
    """Of the area whose home page has the tree path `home`; `pages` are its consultations. Four queries."""
    today = timezone.localdate(now)
    about: dict[int, frozenset[int]] = {}
    found = []
    for page in pages.prefetch_related("subjects"):
        about[page.pk] = frozenset(line.page_id for line in page.subjects.all())
        state = str(state_on(today, page.opens_on, page.closes_on))
        if state == State.CLOSED and page.outcome_on and page.outcome_on <= today:
            state = "outcome"
        found.append(_offer(OfferKind.CONSULTATION, page, page.url, state, about[page.pk]))
    kinds: tuple[tuple[OfferKind, Any], ...] = ((OfferKind.SURVEY, Survey), (OfferKind.CALL, CallForEvidence))
    for kind, model in kinds:
        for one in model.objects.public().filter(site__root_page__path=home):
            of_page = about.get(one.consultation_id or 0, frozenset())
            found.append(_offer(kind, one, one.get_absolute_url(), one.state_at(now), of_page))
    return found


def _offer(kind: OfferKind, one: Any, url: str, state: str, about: frozenset[int]) -> Offer:
    dates = (one.opens_on, one.closes_on, one.is_demonstration)
    return Offer(kind, one.title, url, one.summary, str(state), *dates, about)
