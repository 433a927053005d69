"""The form for another format, at an address of its own: only here is a cookie set, for the form's token."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page, Site

from consultation.formats.forms import FormatRequestForm
from consultation.formats.handling import MONTHS_KEPT, WORKING_DAYS, TooManyRequests, ask
from consultation.participants.bots import Verdict
from strategy.areas import area_of_collection
from strategy.models import PrivacyPage, SiteDocument
from strategy.surroundings import Surroundings

# As Wagtail makes the addresses of documents.
_DOCUMENT = re.compile(r"/?documents/(\d{1,9})/[^/]+/?")
_SALT = "consultation.formats.asked"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def other_formats(request: HttpRequest) -> HttpResponse:
    """The form. A sent one leads on to a page of its own, so that going back or reloading sends nothing twice."""
    site = _site_of(request)
    if request.method == "POST":
        form = FormatRequestForm(request.POST, now=timezone.now())
        if form.is_valid():
            answer = _asked(site, form)
            if answer is not None:
                return answer
    else:
        subject = asked_about(site, request.GET.get("about", ""))
        about = {"document": subject[0], "about": subject[1]} if subject else {}
        form = FormatRequestForm(initial=about, now=timezone.now())
    return _form(request, site, form)


def _asked(site: Site, form: FormatRequestForm) -> HttpResponse | None:
    """Where to go when the request is stored; None, with the reason in the form, when it is not."""
    given = form.cleaned_data
    subject = asked_about(site, given["about"])
    try:
        stored = ask(
            site=site,
            now=timezone.now(),
            about_path=f"/{subject[1]}" if subject else "",
            looks_automatic=form.verdict is Verdict.QUARANTINE,
            **{name: given[name] for name in ("document", "format", "detail", "name", "email", "phone", "address")},
        )
    except TooManyRequests as refusal:
        form.add_error(None, str(refusal))
        return None
    told = signing.dumps([stored.reference, stored.due_on.isoformat()], salt=_SALT)
    return redirect("other_formats_asked", told)


@never_cache
@require_safe
def asked(request: HttpRequest, told: str) -> HttpResponse:
    """What happens next, and by when. It can be bookmarked: its address holds what it says, and nothing personal."""
    _site_of(request)
    try:
        reference, due = signing.loads(told, salt=_SALT)
    except signing.BadSignature:
        return redirect("other_formats")
    context = {"reference": reference, "due_on": dt.date.fromisoformat(due), "working_days": WORKING_DAYS}
    return _no_index(render(request, "consultation/formats/asked.html", context))


def asked_about(site: Site, path: str) -> tuple[str, str] | None:
    """The title, and the path below home, of the page or document of this area that everybody may read at `path`."""
    if not path or "\x00" in path or len(path) > 255:
        return None
    if found := _DOCUMENT.fullmatch(path):
        document = _document(site, int(found[1]))
        return (document.title[:250], document.url.lstrip("/")) if document else None
    page = _page(site, path)
    return (page.title, page.url_path.removeprefix(site.root_page.url_path)) if page else None


def _document(site: Site, pk: int) -> Any:
    document = SiteDocument.objects.select_related("collection").filter(pk=pk).first()
    if document is None or area_of_collection(document.collection) != site:
        return None
    return None if document.collection.get_view_restrictions() else document


def _page(site: Site, path: str) -> Page | None:
    home = site.root_page
    below = path.strip("/")
    around = Surroundings.of(home, f"{home.url_path}{below}/" if below else home.url_path)
    return None if around.page is None or around.restricted else around.page


def _form(request: HttpRequest, site: Site, form: FormatRequestForm) -> HttpResponse:
    privacy = PrivacyPage.objects.child_of(site.root_page).live().first()
    context = {"form": form, "privacy": privacy, "months_kept": MONTHS_KEPT}
    return _no_index(render(request, "consultation/formats/form.html", context))


def _no_index(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response


def _site_of(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site
