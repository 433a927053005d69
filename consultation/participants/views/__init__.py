"""What the pages behind a signed link share: nothing keeps them, nothing finds them, and looking changes nothing."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Site

from consultation.participants.links import LinkRefused, resolve
from consultation.participants.models import SignedLink

_LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
_MOST_SHOWN = 200_000  # characters of what could not be saved


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: the page is kept by no cache, listed by no search engine, and no other host learns its address."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        # Not "no-referrer": then browsers send a form with no origin, which the check of its token refuses.
        response["Referrer-Policy"] = "same-origin"
        return response

    return answer


def for_holder(purpose: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorator of view(request, link, …) at /my/<str:token>/…: gives it the link of `purpose`, in this area."""
    return opened_by(functools.partial(_link_of, purpose))


def _link_of(purpose: str, token: str, now: dt.datetime) -> SignedLink:
    return resolve(token, purpose, now)


def opened_by(
    find: Callable[[str, dt.datetime], Any],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorator of view(request, found, …) at /my/<str:token>/…: gives it what `find(token, now)` finds, in this area.

    What is found has a `site`. A token that opens nothing (LinkRefused) is answered with 404 and one and the same page.
    While somebody only looks (GET, HEAD) the database refuses to be changed: mail scanners open every link.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @private
        @functools.wraps(view)
        def answer(request: HttpRequest, token: str, *args: object, **kwargs: object) -> HttpResponse:
            try:
                found = find(token, timezone.now())
                if not _is_asked_of(found.site, request):
                    raise LinkRefused
            except LinkRefused:
                return render(request, "consultation/participants/link_refused.html", status=404)
            if request.method in _LOOKS:
                return _only_look(view, request, found, *args, **kwargs)
            return view(request, found, *args, **kwargs)

        return answer

    return decorate


def _is_asked_of(site: Site, request: Any) -> bool:
    """Whether this is the area that Wagtail finds for the request.

    It need not search where the host of the area is that of no other: then the port does not matter. Which hosts there
    are, Wagtail keeps in its cache.
    """
    host = split_domain_port(request._get_raw_host())[0]
    if host == site.hostname:
        hosts = {area.site_id: urlsplit(area.root_url).hostname for area in Site.get_site_root_paths()}
        if [pk for pk, other in hosts.items() if other == host] == [site.pk]:
            request._wagtail_site = site
    return bool(Site.find_for_request(request) == site)


def _only_look(
    view: Callable[..., HttpResponse], request: HttpRequest, found: Any, *args: object, **kwargs: object
) -> HttpResponse:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        response = view(request, found, *args, **kwargs)
        if hasattr(response, "render"):  # a template that is filled later would be filled outside
            response = response.render()
        return response


def sender_of(request: HttpRequest) -> str:
    """The network address to count for `limits.allow`, seen past our own proxies. Never store it."""
    address: str = get_adapter(request).get_client_ip(request)
    return address


def too_many(request: HttpRequest, wait: dt.timedelta = dt.timedelta(hours=1)) -> HttpResponse:
    """The answer to who asks too often: come back after `wait`."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(int(wait.total_seconds()))
    return response


def not_saved(request: HttpRequest, typed: Iterable[str], *, words: str, page: str, status: int = 403) -> HttpResponse:
    """What somebody typed, when it could not be saved, for copying. `words` say why; `page` is where to begin again."""
    context = {"typed": "\n\n".join(typed)[:_MOST_SHOWN], "words": words, "page": page}
    response = render(request, "consultation/participants/not_saved.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    return response


def shown_again(
    view: Callable[..., HttpResponse], dead: Callable[[HttpRequest], HttpResponse]
) -> Callable[..., HttpResponse]:
    """`view` of a page at /my/<str:token>/…, which needs no form token: the address is the key that no other site has.

    What is sent to an address that opens nothing is answered by `dead`, which shows it again: nothing is lost.
    """

    @csrf_exempt
    @functools.wraps(view)
    def answer(request: HttpRequest, token: str, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, token, token, *args, **kwargs)
        if response.status_code == 404 and request.method == "POST":
            return dead(request)
        return response

    return answer
