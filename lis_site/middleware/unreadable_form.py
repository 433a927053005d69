"""Answers a form of the admin that could not be read with words and 400, where Wagtail answers with a server error.

Its forms trust that their own scripts have sent them: a field that is missing or holds nonsense raises whatever comes
first. Only such errors are taken up, and only where none of our own code had a part in them: ours are bugs and stay
500.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from strategy.one_area import OneAreaForm

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[2]
_OURS = tuple(str(_ROOT / room) + "/" for room in ("strategy", "consultation"))
# It asks Wagtail's form first, and has no part in what goes wrong there.
_HANDS_ON = OneAreaForm.is_valid.__code__
_ERRORS = (LookupError, ValueError, TypeError, AttributeError, RecursionError, ValidationError, ObjectDoesNotExist)


class UnreadableFormMiddleware:
    """Stands last, so that it sees what went wrong in views of the admin before anybody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        # Django takes a form that is sent by PUT as one that is sent by POST.
        is_form = request.method in ("POST", "PUT") and request.path.startswith("/admin/")
        if not is_form or not isinstance(error, _ERRORS) or is_ours(error.__traceback__):
            return None
        logger.warning("a form could not be read: %s", request.path, exc_info=error)
        return render(request, "wagtailadmin/unreadable_form.html", status=400)


def is_ours(traceback: TracebackType | None) -> bool:
    """Whether code of strategy or consultation was at work when the error was raised."""
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code is not _HANDS_ON and code.co_filename.startswith(_OURS):
            return True
        traceback = traceback.tb_next
    return False
