"""Why a page or a record can't be deleted, in words: the admin would answer with a server error where it is needed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import router
from django.db.models import ProtectedError, Q, QuerySet, RestrictedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def what_protects(pages: list[Page]) -> str:
    """What would be lost with `pages` and all below them, such as "2 ambitions, 1 booking"; empty when nothing is."""
    within = Q(pk__in=[])
    for page in pages:
        within |= Q(path__startswith=page.path)
    return _what_protects(Page.objects.filter(within), origin=pages[0] if pages else None)


def refuse_record_deletion(request: HttpRequest, records: list[Any]) -> HttpResponse | None:
    """Hook: back to the list of records with the reason, when something protects one of `records`.

    A model whose rows are not deleted says with `instead_of_deleting` what to do.
    """
    if not records:
        return None
    kind = type(records[0])
    protects = _what_protects(kind._default_manager.filter(pk__in=[one.pk for one in records]), origin=records[0])
    if not protects:
        return None
    names = ", ".join(f"“{one}”" for one in records)
    instead = getattr(kind, "instead_of_deleting", "")
    messages.error(request, f"{names} cannot be deleted, because these need it: {protects}. {instead}".strip())
    return redirect(kind.snippet_viewset.get_url_name("list"))


def _what_protects(doomed: QuerySet[Any], origin: Any) -> str:
    collector = Collector(using=router.db_for_write(doomed.model), origin=origin)
    try:
        collector.collect(doomed)
    except ProtectedError as refusal:
        objects = refusal.protected_objects
    except RestrictedError as refusal:
        objects = refusal.restricted_objects
    else:
        return ""
    counts = Counter(type(one)._meta for one in objects)
    return ", ".join(
        f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}"
        for meta, count in sorted(counts.items(), key=lambda item: str(item[0].verbose_name))
    )


def refuse_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook: back to the page list with the reason, when something protects the page or one below it."""
    return _refusal(request, [page], page.get_parent())


def refuse_deletions(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """Hook: the same for several pages at once. Other bulk actions, and other objects, pass."""
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type != "delete" or not pages:
        return None
    return _refusal(request, pages, pages[0].get_parent())


def _refusal(request: HttpRequest, pages: list[Page], back_to: Page) -> HttpResponse | None:
    protects = what_protects(pages)
    if not protects:
        return None
    names = ", ".join(f"“{page.get_admin_display_title()}”" for page in pages)
    messages.error(
        request,
        f"{names} cannot be deleted, because these need it: {protects}. "
        "Retire or unpublish it instead: its address goes on working, and nothing is lost.",
    )
    return redirect("wagtailadmin_explore", back_to.pk)
