"""Why a page or a record can't be deleted, or a page taken down, in words.

The admin would answer with a server error where a record protects it, and would let an area lose its home page.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import router
from django.db.models import ProtectedError, Q, QuerySet, RestrictedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import Page, Site

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

    A model some of whose rows are not deleted tells them by `is_kept`, and says with `instead_of_deleting` what to do.
    """
    if not records:
        return None
    kind = type(records[0])
    if kept := [one for one in records if getattr(one, "is_kept", False)]:
        names = ", ".join(f"“{one}”" for one in kept)
        messages.error(request, f"{names} cannot be deleted: what it says was public. {kind.instead_of_deleting}")
        return redirect(kind.snippet_viewset.get_url_name("list"))
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


def refuse_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook: back to the page list with the reason, when an area would be left without its home page."""
    return _refusal_of_home(request, [page], page.get_parent(), "unpublished")


def refuse_bulk_action(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """Hook: the same for several pages at once. Other bulk actions, and other objects, pass."""
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type == "delete" and pages:
        return _refusal(request, pages, pages[0].get_parent())
    if action_type == "unpublish" and pages:
        return _refusal_of_home(request, pages, pages[0].get_parent(), "unpublished")
    return None


def _refusal(request: HttpRequest, pages: list[Page], back_to: Page) -> HttpResponse | None:
    if home := _refusal_of_home(request, pages, back_to, "deleted"):
        return home
    protects = what_protects(pages)
    if not protects:
        return None
    names = _names(pages)
    messages.error(
        request,
        f"{names} cannot be deleted, because these need it: {protects}. "
        "Retire or unpublish it instead: its address goes on working, and nothing is lost.",
    )
    return redirect("wagtailadmin_explore", back_to.pk)


def _refusal_of_home(request: HttpRequest, pages: list[Page], back_to: Page, done: str) -> HttpResponse | None:
    within = Q(pk__in=[])
    for page in pages:
        # Deleting takes what is below along; unpublishing need not.
        within |= Q(root_page__path__startswith=page.path) if done == "deleted" else Q(root_page=page)
    homes = Site.objects.filter(within).order_by("site_name")
    if not homes:
        return None
    messages.error(
        request,
        f"{_names(pages)} cannot be {done}: it is, or holds, the home page of {', '.join(map(str, homes))}. "
        "Without it nobody could reach any page there. Edit it instead.",
    )
    return redirect("wagtailadmin_explore", back_to.pk)


def _names(pages: list[Page]) -> str:
    return ", ".join(f"“{page.get_admin_display_title()}”" for page in pages)
