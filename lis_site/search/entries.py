"""Brings the index of the search up to date with the pages and records.

A page is indexed as it is published. Everything else that can happen to it (unpublished, moved, restricted, its area
changed) hides it at once, because searches ask the page; the clock takes it out of the index within a minute.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.search import index

from lis_site.search.models import SearchEntry
from strategy.areas import area_of_page
from strategy.findable import LEADING, Findable, kind_of_page, kinds_of_records

logger = logging.getLogger(__name__)

# PostgreSQL refuses a vector of more than a megabyte; no page that anyone reads comes near.
_MOST_TEXT, _MOST_SUMMARY, _MOST_CAPITALS = 100_000, 20_000, 10_000
_TOGETHER = 200  # pages read and written at once
_CAPITALS = re.compile(r"\b[A-Z]{2,10}\b")
_WHAT_WE_WRITE = ("kind", "page_id", "url", "title", "summary", "text", "capitals", "is_past")


def index_published_page(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Receiver of Wagtail's `page_published`. Whatever goes wrong is logged: the clock will try again."""
    try:
        with transaction.atomic():
            index_page(instance)
    except Exception:
        logger.exception("page %s: could not be indexed", instance.pk)


def index_page(page: Page) -> None:
    """Write what `page` says now into the index, or nothing if it is not for everyone. About five queries."""
    site = area_of_page(page)
    if site and public_pages(site).filter(pk=page.pk).exists():
        _write(site, [_entry_of_page(page.specific)])


def catch_up(now: dt.datetime) -> str | None:
    """Index what is public and new, and drop what is not public any more, in every area. For the clock."""
    written = dropped = 0
    for site in Site.objects.select_related("root_page"):
        public = public_pages(site)
        known = SearchEntry.objects.filter(site=site, page=models.OuterRef("pk"))
        stale = models.Q(entry_at=None) | models.Q(last_published_at__gt=models.F("entry_at"))
        outdated = public.annotate(entry_at=models.Subquery(known.values("indexed_at")[:1])).filter(stale)
        written += _index_pages(site, outdated)
        of_pages = SearchEntry.objects.filter(site=site, page__isnull=False)
        dropped += of_pages.exclude(page__in=public.order_by().values("pk")).delete()[0]
        for changed, gone in _index_records(site, now):
            written, dropped = written + changed, dropped + gone
    return f"{written} written, {dropped} dropped" if written or dropped else None


def rebuild(now: dt.datetime) -> str:
    """Index every public page and record again, which mends whatever was changed without being published."""
    written = sum(_index_pages(site, public_pages(site)) for site in Site.objects.select_related("root_page"))
    catch_up(now)
    return f"{written} pages written"


def public_pages(site: Site) -> Any:
    """The pages of an area that anyone may read. One query at once, for restrictions and for areas within the area."""
    root = site.root_page
    pages = Page.objects.live().descendant_of(root, inclusive=True)
    inner = Site.objects.filter(root_page__path__startswith=root.path).exclude(root_page=root)
    closed = PageViewRestriction.objects.order_by()
    for path in inner.values_list("root_page__path", flat=True).union(closed.values_list("page__path", flat=True)):
        pages = pages.exclude(path__startswith=path).exclude(alias_of__path__startswith=path)
    return pages


def _index_pages(site: Site, pages: Any) -> int:
    keys = list(pages.order_by("path").values_list("pk", flat=True))
    return sum(
        _write(site, [_entry_of_page(page) for page in Page.objects.filter(pk__in=some).specific()])
        for some in batched(keys, _TOGETHER)
    )


def _index_records(site: Site, now: dt.datetime) -> Iterator[tuple[int, int]]:
    """For each kind of record (how many were written, how many dropped)."""
    kinds = kinds_of_records()
    for kind, records in kinds:
        entries = [_entry_of_record(kind.key, record) for record in records(site, now)]
        gone = SearchEntry.objects.filter(site=site, kind=kind.key).exclude(key__in=[entry.key for entry in entries])
        yield _write(site, entries), gone.delete()[0]
    of_nothing = SearchEntry.objects.filter(site=site, page=None).exclude(kind__in=[kind.key for kind, _ in kinds])
    yield 0, of_nothing.delete()[0]


def _write(site: Site, entries: list[SearchEntry]) -> int:
    """Write those that differ from what the index has, and note on those published again that they were looked at."""
    now = timezone.now()
    before = {one.key: one for one in SearchEntry.objects.filter(site=site, key__in=[e.key for e in entries])}
    changed = []
    for entry in entries:
        entry.site, entry.indexed_at = site, now
        old = before.get(entry.key)
        if old is None or any(getattr(old, name) != getattr(entry, name) for name in _WHAT_WE_WRITE):
            changed.append(entry)
    SearchEntry.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["site", "key"],
        update_fields=[name.removesuffix("_id") for name in _WHAT_WE_WRITE] + ["indexed_at"],
    )
    republished = SearchEntry.objects.filter(page__last_published_at__gt=models.F("indexed_at"))
    republished.filter(pk__in=[old.pk for old in before.values()]).update(indexed_at=now)
    return len(changed)


def _entry_of_page(page: Page) -> SearchEntry:
    fields = page.get_search_fields()
    texts = list(_texts(page, [field for field in fields if getattr(field, "field_name", "") != "title"]))
    title = getattr(page, "title_in_lists", page.title)
    return SearchEntry(
        key=str(page.pk),
        kind=kind_of_page(page).key,
        page_id=page.pk,
        is_past=bool(getattr(page, "is_retired", False)),
        **_columns(
            title,
            # A code stands in the title already.
            [text for text, boost in texts if boost >= LEADING and text not in title],
            [text for text, boost in texts if boost < LEADING],
        ),
    )


def _entry_of_record(kind: str, record: Findable) -> SearchEntry:
    return SearchEntry(
        key=f"{kind} {record.key}",
        kind=kind,
        url=record.url,
        is_past=record.is_past,
        **_columns(record.title, [record.summary], [record.text]),
    )


def _texts(thing: Any, fields: Iterable[Any]) -> Iterator[tuple[str, float]]:
    """The text and the boost of each search field of `thing` and of what hangs on it."""
    for field in fields:
        if isinstance(field, index.SearchField):
            if value := field.get_value(thing):
                yield str(value), field.boost or 1
        elif isinstance(field, index.RelatedFields):
            related = field.get_value(thing)
            for one in related.all() if hasattr(related, "all") else [related] if related else []:
                yield from _texts(one, field.fields)


def _columns(title: str, summary: list[str], text: list[str]) -> dict[str, str]:
    capitals = sorted(set(_CAPITALS.findall(" ".join([title, *summary, *text]))))
    return {
        "title": _clean(title)[:1000],
        "summary": _clean("\n".join(summary))[:_MOST_SUMMARY],
        "text": _clean("\n".join(text))[:_MOST_TEXT],
        "capitals": " ".join(capitals)[:_MOST_CAPITALS],
    }


def _clean(text: str) -> str:
    """Without the characters that PostgreSQL refuses, and those that mark the words found in an excerpt."""
    return re.sub(r"[\x00\ud800-\udfff\ue000-\uf8ff]", "", text).strip()
