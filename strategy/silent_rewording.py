"""An ambition in other words is published with a reason, or not at all: also where no form is filled in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from strategy.models import AmbitionPage


def refuse_silent_rewording(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """Hook: back to the page list with the reason, when publishing several pages would reword one without a word."""
    if action_type != "publish":
        return None
    silent = [page for page in objects if _rewords_in_silence(page)]
    if not silent:
        return None
    names = ", ".join(f"“{page.get_admin_display_title()}”" for page in silent)
    messages.error(
        request,
        f"{names}: the draft puts the promise in other words and does not say why. Open it, say why the wording "
        "changes, and publish it there. Nothing has been published.",
    )
    return redirect("wagtailadmin_explore", silent[0].get_parent().pk)


def _rewords_in_silence(page: Any) -> bool:
    if not issubclass(page.cached_content_type.model_class(), AmbitionPage):
        return False
    draft = page.get_latest_revision_as_object()
    return bool(draft.rewords_in_silence)
