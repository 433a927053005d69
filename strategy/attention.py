"""Which pages want somebody's attention: drafts, pages past their date, pages that nothing leads to.

Everything starts from the pages that a member of staff may change, so that no area sees another's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast, Greatest, Length, Substr
from wagtail.models import Page, ReferenceIndex, Site, get_page_models
from wagtail.permissions import page_permission_policy

from strategy.models.base import SitePage


def pages_of(user: Any) -> models.QuerySet[Page]:
    """The pages that `user` may change or publish; none for those who look after other things than pages."""
    pages = page_permission_policy.instances_user_has_any_permission_for(user, ["change", "publish"])
    return pages.filter(depth__gt=1)


def drafts_of(user: Any) -> models.QuerySet[Page]:
    """Pages whose newest words are `user`'s own and not public, the latest first. Two queries."""
    drafts: Any = pages_of(user).filter(has_unpublished_changes=True, latest_revision__user=user)
    return drafts.order_by("-latest_revision_created_at").prefetch_workflow_states()


@dataclass(frozen=True)
class Due:
    """A page that should have been read again by `review_on`."""

    pk: int
    title: str
    looked_after_by: str
    review_on: dt.date


def past_review(pages: models.QuerySet[Page], today: dt.date) -> list[Due]:
    """The live ones of `pages` whose date has come, the longest overdue first. One query over every kind of page."""
    live = pages.filter(live=True).order_by().values("pk")
    columns = ("pk", "title", "looked_after_by", "review_on")
    kinds = [kind for kind in get_page_models() if issubclass(kind, SitePage)]
    each = [kind.objects.filter(pk__in=live, review_on__lte=today).order_by().values_list(*columns) for kind in kinds]
    rows = reduce(lambda found, more: found.union(more, all=True), each)
    return sorted((Due(*row) for row in rows), key=lambda due: (due.review_on, due.title))


def unlinked(pages: models.QuerySet[Page]) -> models.QuerySet[Page]:
    """The live ones of `pages` to which no menu, no list and no other live page leads. One query.

    Lists are the pages that show their children by themselves (`lists_children`).
    """
    homes = Site.objects.values("root_page_id")
    listing = ContentType.objects.get_for_models(
        *(kind for kind in apps.get_models() if getattr(kind, "lists_children", False)), for_concrete_models=False
    )
    parents = Page.objects.filter(content_type__in=list(listing.values()), live=True).values("path")
    page_type = ContentType.objects.get_for_model(Page)
    sources = Page.objects.filter(live=True).annotate(number=Cast("pk", models.CharField())).order_by().values("number")
    links = ReferenceIndex.objects.filter(
        base_content_type=page_type, to_content_type=page_type, to_object_id=models.OuterRef("number")
    ).filter(object_id__in=sources)
    steps = Page.steplen
    return (
        pages.filter(live=True)
        .exclude(pk__in=homes)
        .annotate(
            number=Cast("pk", models.CharField()),
            parent_path=Substr("path", 1, Greatest(Length("path") - steps, 0)),
            grandparent_path=Substr("path", 1, Greatest(Length("path") - 2 * steps, 0)),
        )
        # What stands directly below a home page is in its menu or in its footer; one level down, editors choose.
        .exclude(parent_path__in=Site.objects.values("root_page__path"))
        .exclude(show_in_menus=True, grandparent_path__in=Site.objects.values("root_page__path"))
        .exclude(parent_path__in=parents)
        .exclude(models.Exists(links.exclude(object_id=models.OuterRef("number"))))
        .order_by("path")
    )
