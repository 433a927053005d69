"""Files as data: what can be downloaded from which page, and where its readers find the same in another form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex, Site

from strategy.models import SiteDocument
from strategy.open_data import Dataset, Row, address_of, columns, day_of
from strategy.restrictions import open_pages


def _documents(site: Site, now: dt.datetime) -> Iterator[Row]:
    """A row for each document on each page that everybody may read. Three queries, besides two of content types."""
    kinds = ContentType.objects.get_for_models(Page, SiteDocument)
    shown = open_pages(site).annotate(as_text=Cast("pk", CharField())).values("as_text")
    used = ReferenceIndex.objects.filter(
        base_content_type=kinds[Page], to_content_type=kinds[SiteDocument], object_id__in=shown
    )
    pairs = sorted({(int(page), int(file)) for page, file in used.values_list("object_id", "to_object_id")})
    pages = open_pages(site).in_bulk([page for page, _file in pairs])
    files = SiteDocument.objects.select_related("alternative_page", "alternative_document").in_bulk(
        [file for _page, file in pairs]
    )
    for page, file in pairs:
        if page in pages and file in files:
            yield _row(site, pages[page], files[file])


def _row(site: Site, page: Page, file: SiteDocument) -> Row:
    same = file.alternative_page
    other = file.alternative_document
    return {
        "document": file.title,
        "type": file.file_extension.upper(),
        "bytes": file.get_file_size(),  # noted once, where it was not yet
        "added": day_of(file.created_at),
        "address": f"{site.root_url}{file.url}",
        "page": page.title,
        "page address": address_of(site, page),
        "accessible version": address_of(site, same)
        if same and same.live
        else f"{site.root_url}{other.url}"
        if other
        else None,
        "why there is none": file.no_alternative,
    }


DATASETS = (
    Dataset(
        "documents",
        "Documents",
        "Files to download, with the pages that offer them and their accessible versions.",
        columns(
            ("document", "Its title"),
            ("type", "What kind of file it is"),
            ("bytes", "Its size", "number"),
            ("added", "The day on which it was added", "date"),
            ("address", "The file", "address"),
            ("page", "Title of a page that offers it"),
            ("page address", "That page", "address"),
            ("accessible version", "Where the same can be read by everybody, if that is stated", "address"),
            ("why there is none", "Why it has no accessible version, if that is stated"),
        ),
        _documents,
    ),
)
