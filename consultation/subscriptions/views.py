"""The pages of subscriptions: asking, confirming, leaving. None sets a cookie."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from consultation.participants.bots import Verdict
from consultation.participants.limits import allow
from consultation.participants.models import SignedLink
from consultation.participants.views import for_holder, sender_of
from consultation.subscriptions import subscribing
from consultation.subscriptions.emails import CONFIRM, CONFIRM_DAYS, LEAVE
from consultation.subscriptions.forms import AskForm
from consultation.subscriptions.models import Subscription
from strategy.freshness import seconds_fresh
from strategy.restrictions import is_restricted

_FROM_ONE_PLACE, _TO_ONE_ADDRESS = 30, 5
_HOUR, _DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and the same answer whoever asks. It needs no token: it does nothing in anybody's name."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    page = _page(site, slug)
    now = timezone.now()
    form = AskForm(request.POST or None, now=now)
    is_asked = False
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        is_human = form.verdict is Verdict.FINE and allow("news-from", sender_of(request), _FROM_ONE_PLACE, _HOUR, now)
        if is_human and allow("news-to", email.lower(), _TO_ONE_ADDRESS, _DAY, now):
            subscribing.ask(page=page, site=site, email=email, now=now)
        is_asked = True
    context = {"page_asked": page, "form": form, "is_asked": is_asked, "days": CONFIRM_DAYS}
    response = render(request, "consultation/subscriptions/ask.html", context)
    response["X-Robots-Tag"] = "noindex"
    if request.method == "POST":
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, public=True, max_age=seconds_fresh(request, now))
    return response


def _page(site: Site, slug: str) -> Any:
    pages = subscribing.consultations().live().descendant_of(site.root_page)
    return get_object_or_404(pages.filter(~is_restricted()), slug=slug)


@csrf_exempt
@for_holder(CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """A page with a button, because scanners of mail follow links."""
    subscription = _of(link)
    if request.method == "POST":
        subscribing.confirm(subscription=subscription, now=timezone.now())
        subscription.refresh_from_db()
    return render(request, "consultation/subscriptions/confirm.html", {"subscription": subscription})


@csrf_exempt
@for_holder(LEAVE)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """A page with a button. What a mail program posts to the same address leaves at once (RFC 8058)."""
    subscription = _of(link)
    if request.method == "POST":
        subscribing.leave(subscription=subscription, now=timezone.now())
        subscription.refresh_from_db()
    return render(request, "consultation/subscriptions/leave.html", {"subscription": subscription})


def _of(link: SignedLink) -> Subscription:
    subscription: Subscription = Subscription.objects.select_related("consultation").get(pk=str(link.target_id))
    return subscription
