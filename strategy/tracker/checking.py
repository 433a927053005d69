"""Which entries of the tracker, and which of their links, nobody has compared with their source for too long."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, Count, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Site

from strategy.areas import areas_of
from strategy.models.tracker import CHECKED_EVERY, TrackerPage


def checked_since(site: Site) -> dt.date:
    """The day since when an entry of that area must have been checked. One query, and one for its home page."""
    page = TrackerPage.objects.child_of(site.root_page).first()
    days = page.checked_every if page else None
    return timezone.localdate() - dt.timedelta(days=days or CHECKED_EVERY)


def with_freshness(rows: QuerySet[Any], *, user: Any) -> QuerySet[Any]:
    """Partnerships or strategies, each with `is_due` and with `links_due`, the number of its links that are.

    Two queries for each area of `user`, and none for each row.
    """
    days = [When(site=site.pk, then=Value(checked_since(site))) for site in areas_of(user).select_related("root_page")]
    link = rows.model._meta.get_field("links").related_model
    owner = rows.model._meta.get_field("links").field.name
    rows = rows.annotate(due_before=Case(*days, default=Value(None), output_field=DateField()))
    due = Q(checked_on=None) | Q(checked_on__lt=OuterRef("due_before"))
    links = link.objects.filter(due, **{owner: OuterRef("pk")}).order_by().values(owner).annotate(n=Count("pk"))
    return rows.annotate(
        is_due=Case(When(Q(checked_on=None) | Q(checked_on__lt=F("due_before")), then=True), default=False),
        links_due=Coalesce(Subquery(links.values("n")), 0),
    )
