"""Corrections and notices as data: what was wrong on which page, when it was put right, and what to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Site

from strategy import models
from strategy.findable import kinds_of_records
from strategy.open_data import Dataset, Row, address_of, columns
from strategy.restrictions import open_pages


def _notices(site: Site, now: dt.datetime) -> Iterator[Row]:
    """On what everybody may read. One query; those of listing all records where a notice names one by its address."""
    notices = models.PageNotice.objects.filter(site=site)
    of_open = notices.filter(Q(page__in=open_pages(site).values("pk")) | Q(page=None))
    titles: dict[str, str] | None = None
    for one in of_open.select_related("page").iterator():
        if one.page is None and titles is None:
            titles = {record.url: record.title for _, records in kinds_of_records() for record in records(site, now)}
        title = one.page.title if one.page else (titles or {}).get(one.address)
        if title is None:
            continue
        earlier = reverse("earlier_version", args=[one.pk]) if one.earlier_id else None
        yield {
            "kind": str(one.get_kind_display()),
            "date": one.on,
            "page": title,
            "text": one.text,
            "address": address_of(site, one.page) if one.page else f"{site.root_url}{one.address}",
            "earlier version": f"{site.root_url}{earlier}" if earlier else None,
            "said before": one.before or None,
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
            ("said before", "What it said before, where no earlier version is kept"),
        ),
        _notices,
    ),
)
