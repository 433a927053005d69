"""Ends the sessions of staff who have gone away, and of those who have been signed in for a whole day.

The lifetime of Django's session is neither: it starts again whenever something is written to it, and counts no absence.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

KEY = "staff_session"  # → [signed in at, last seen at], in seconds since 1970
_SECONDS_BETWEEN_NOTES = 60  # so that a busy editor does not write to the database with every click


class StaffSessionMiddleware:
    """Stands after authentication. Looks at nothing outside /admin/, so that public pages vary by no cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and request.user.is_authenticated and has_ended(request, time.time()):
            logout(request)
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/admin/")
        return self.get_response(request)


def has_ended(request: HttpRequest, now: float) -> bool:
    """Whether the session is over at `now`; if not, note that its owner was seen."""
    began, last_seen = request.session.get(KEY, (now, 0.0))
    if last_seen and (now - began > settings.STAFF_SESSION_SECONDS or now - last_seen > settings.STAFF_IDLE_SECONDS):
        return True
    # An open editor asks every few seconds who else is there: a sign of the page, not of a person.
    is_ping = "/editing-sessions/ping/" in request.path
    if now - last_seen > _SECONDS_BETWEEN_NOTES and not is_ping:
        request.session[KEY] = [began, now]
    return False
