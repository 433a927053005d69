"""Sends staff who have no second factor to set one up before the administration opens."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lis_site.accounts import lacks_second_factor


class SecondFactorMiddleware:
    """Stands after authentication. Looks at nothing outside /admin/, so that public pages vary by no cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and lacks_second_factor(request.user):
            return redirect("mfa_activate_totp")
        return self.get_response(request)
