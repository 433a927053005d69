"""Corrections and notices as data: what was wrong on which page, when it was put right, and what to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from wagtail.models import Site

from strategy import models
from strategy.open_data import Dataset, Row, address_of, columns
from strategy.restrictions import open_pages


def _notices(site: Site, now: dt.datetime) -> Iterator[Row]:
    """On pages that everybody may read. One query."""
    notices = models.PageNotice.objects.filter(site=site, page__in=open_pages(site).values("pk"))
    for one in notices.select_related("page").iterator():
        earlier = reverse("earlier_version", args=[one.pk]) if one.earlier_id else None
        yield {
            "kind": str(one.get_kind_display()),
            "date": one.on,
            "page": one.page.title,
            "text": one.text,
            "address": address_of(site, one.page),
            "earlier version": f"{site.root_url}{earlier}" if earlier else None,
        }


DATASETS = (
    Dataset(
        "corrections-and-notices",
        "Corrections and notices",
        "What was put right on pages of the site, and what else their readers should know.",
        columns(
            ("kind", "Correction or notice"),
            ("date", "Its day", "date"),
            ("page", "Title of the page"),
            ("text", "What was wrong and what is right now, or what to know"),
            ("address", "The page", "address"),
            ("earlier version", "The page as it was before the correction", "address"),
        ),
        _notices,
    ),
)
