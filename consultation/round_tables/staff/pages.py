"""What the screens share: the frame of a page of the admin, and a page with one form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from consultation.round_tables.booking import Refused
from consultation.round_tables.models import AccessNeed, Booking, RoundTable

type Crumbs = Sequence[tuple[str, str]]

_TEMPLATES = "wagtailadmin/round_tables"


def route(model: Any, name: str, *args: Any) -> str:
    """The address of a screen of `model`."""
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def session_page(table: RoundTable | int) -> str:
    return route(RoundTable, "inspect", getattr(table, "pk", table))


def booking_page(booking: Booking) -> str:
    return route(Booking, "inspect", booking.pk)


def attendees_of(table: RoundTable | int) -> str:
    return f"{route(Booking, 'list')}?round_table={getattr(table, 'pk', table)}"


def to_session(table: RoundTable) -> Crumbs:
    return [("Round tables", route(RoundTable, "list")), (str(table), session_page(table))]


def to_booking(booking: Booking) -> Crumbs:
    table = booking.round_table
    return [*to_session(table), ("Attendees", attendees_of(table)), (booking.reference, booking_page(booking))]


def to_needs() -> Crumbs:
    return [("Access needs", route(AccessNeed, "list"))]


def filled(request: HttpRequest) -> Any:
    """What a form is bound to: nothing until it was sent. One without fields is sent empty."""
    return request.POST if request.method == "POST" else None


def show(
    request: HttpRequest, template: str, *, title: str, crumbs: Crumbs = (), icon: str = "group", **context: Any
) -> HttpResponse:
    """A page in the frame of the admin. Nothing of it is kept by caches."""
    items = [{"url": reverse("wagtailadmin_home"), "label": "Home"}]
    items += [{"url": url, "label": label} for label, url in crumbs]
    frame = {"header_title": title, "header_icon": icon, "breadcrumbs_items": [*items, {"url": "", "label": title}]}
    response = render(request, f"{_TEMPLATES}/{template}.html", frame | context)
    response["Cache-Control"] = "no-store, private"
    return response


def ask(
    request: HttpRequest,
    form: Any,
    do: Callable[[Any, dt.datetime], str],
    *,
    to: str,
    title: str,
    button: str,
    template: str = "form",
    **context: Any,
) -> HttpResponse:
    """A page with one form. Filled in, `do(form, now)` says what was done, and the browser goes on to `to`.

    What the rules refuse is said above the form, which keeps what was typed.
    """
    if request.method == "POST" and form.is_valid():
        done = attempt(form, do)
        if done is not None:
            messages.success(request, done)
            return redirect(to)
    return show(request, template, title=title, form=form, button=button, back=to, **context)


def attempt(form: forms.Form, do: Callable[[Any, dt.datetime], str]) -> str | None:
    """What `do` says was done; None when the rules refuse it, which the form then says."""
    try:
        return do(form, timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
