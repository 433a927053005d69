"""What everybody sees: a call, and the register of evidence. The same for all, so any cache may keep it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page, Site

from consultation.evidence.choices import Decision, State, Use
from consultation.evidence.forms import LinkForm
from consultation.evidence.models import CallForEvidence, EntrySubject, EntryUse, RegisterEntry
from consultation.evidence.models.call import GRACE
from consultation.evidence.writing import SubmissionRefused, send_new_link, start
from consultation.files.kinds import IN_WORDS, LARGEST, MEGABYTE, MOST_FILES, MOST_IN_ALL
from consultation.participants.limits import allow
from consultation.participants.views import sender_of, too_many
from strategy.freshness import changes_at, seconds_fresh
from strategy.rich_text import links_fetched_together
from strategy.surroundings import Surroundings

# Begun from one network address in an hour: past the first number set aside, for staff to look at; past the second
# refused for a while.
_SET_ASIDE_FROM, _REFUSED_FROM = 60, 300
_HOUR = dt.timedelta(hours=1)
_LINKS_PER_HOUR = 20
_ON_A_PAGE = 25
_TOLD = {State.OPEN: Decision.EXTENDED, State.COMING: Decision.EXTENDED, State.CLOSED: Decision.CLOSED_EARLY}
_LIMITS = {
    "in_words": IN_WORDS,
    "largest": LARGEST // MEGABYTE,
    "most_files": MOST_FILES,
    "most_in_all": MOST_IN_ALL // MEGABYTE,
}


@require_safe
def start_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a call is about, before anybody begins."""
    call = _call(request, slug)
    now = timezone.now()
    state = call.state_at(now)
    told = _TOLD.get(state)
    context = {
        "call": call,
        "state": state,
        "questions": call.questions.all(),
        "decision": call.decisions.filter(decision=told).first() if told else None,
        "grace_minutes": int(GRACE.total_seconds() // 60),
        "entries": call.entries.public().count(),
        **_LIMITS,
    }
    _around(request, call.site)
    changes_at(request, call.next_turn(now))
    with links_fetched_together(call, request):
        return _cacheable(request, "call", context, now)


@csrf_exempt
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a submission. Needs no token of a form: it does nothing in anybody's name."""
    call = _call(request, slug)
    now, sender = timezone.now(), sender_of(request)
    if not allow("evidence-begin", sender, _REFUSED_FROM, _HOUR, now):
        return too_many(request, _HOUR)
    often = not allow("evidence-begin-often", sender, _SET_ASIDE_FROM, _HOUR, now)
    try:
        _submission, token = start(call=call, now=now, suspect="many from one address" if often else "")
    except SubmissionRefused:
        return redirect(call.get_absolute_url())
    return redirect(reverse("evidence:mine", args=[token]))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, slug: str) -> HttpResponse:
    """A new link for who has lost theirs. The answer is the same whether anybody has begun with that address or not."""
    call = _call(request, slug)
    form = LinkForm(request.POST or None)
    now, is_asked = timezone.now(), False
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if allow("evidence-come-back", sender_of(request), _LINKS_PER_HOUR, _HOUR, now) and allow(
            "evidence-link-to", email.lower(), 10, dt.timedelta(days=1), now
        ):
            send_new_link(call=call, email=email, now=now)
        is_asked = True
    context = {"call": call, "form": form, "is_asked": is_asked}
    response = render(request, "consultation/evidence/come_back.html", context)
    response["X-Robots-Tag"] = "noindex"
    if request.method == "POST":
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, public=True, max_age=seconds_fresh(request, now))
    return response


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every public entry, by status, by what it bears on and by call. An odd filter or page shows the first of all."""
    site = _site(request)
    entries = RegisterEntry.objects.public().filter(site=site).select_related("call")
    subjects = Page.objects.filter(
        pk__in=EntrySubject.objects.filter(entry__in=entries).values("page"), live=True
    ).order_by("path")
    chosen = {name: request.GET.get(name, "") for name in ("status", "about", "call")}
    shown = _narrowed(entries, chosen)
    page = Paginator(shown.prefetch_related("subjects__page", "uses__page"), _ON_A_PAGE).get_page(
        request.GET.get("page", "")
    )
    context = {
        "page_of_entries": page,
        "numbers": list(page.paginator.get_elided_page_range(page.number)),
        "total": page.paginator.count,
        "subjects": subjects,
        "calls": CallForEvidence.objects.public().filter(site=site),
        "statuses": Use.choices,
        "chosen": chosen,
        "is_narrowed": any(chosen.values()),
        "updated_at": entries.order_by("-updated_at").values_list("updated_at", flat=True).first() or timezone.now(),
    }
    _around(request, site)
    return _cacheable(request, "register", context, timezone.now())


def _narrowed(entries: Any, chosen: dict[str, str]) -> Any:
    if chosen["status"] in Use.values:
        entries = entries.filter(status=chosen["status"])
    about = chosen["about"]
    if about.isascii() and about.isdecimal() and len(about) < 10:
        entries = entries.filter(subjects__page=int(about))
    if chosen["call"] and "\x00" not in chosen["call"]:
        entries = entries.filter(call__slug=chosen["call"])
    return entries


@require_safe
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """One entry. Its address never changes."""
    site = _site(request)
    _ce, year, number = code.split("-")
    found = get_object_or_404(
        RegisterEntry.objects.public().select_related("call", "site__root_page"),
        site=site,
        year=int(year),
        number=int(number),
    )
    context = {
        "entry": found,
        "subjects": [
            one.page for one in EntrySubject.objects.filter(entry=found, page__live=True).select_related("page")
        ],
        "uses": EntryUse.objects.filter(entry=found, page__live=True).select_related("page"),
    }
    _around(request, site)
    return _cacheable(request, "entry", context, timezone.now())


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def _call(request: HttpRequest, slug: str) -> CallForEvidence:
    calls = CallForEvidence.objects.public().select_related("site__root_page", "consultation")
    found: CallForEvidence = get_object_or_404(calls, site=_site(request), slug=slug)
    return found


def _around(request: HttpRequest, site: Site) -> None:
    """Home and the list of consultations stand above, whatever an editor calls that page. One query."""
    around = Surroundings.of(site.root_page, site.root_page.url_path)
    around.ancestors = [site.root_page]
    for page in (*around.menu, *around.footer):
        if page.cached_content_type.model == "haveyoursaypage":
            around.section = page
            around.ancestors = [site.root_page, page]
    request.surroundings = around  # type: ignore[attr-defined]


def _cacheable(request: HttpRequest, name: str, context: dict[str, Any], now: dt.datetime) -> HttpResponse:
    response = render(request, f"consultation/evidence/{name}.html", context)
    patch_cache_control(response, public=True, max_age=seconds_fresh(request, now))
    return response
