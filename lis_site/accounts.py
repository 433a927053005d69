"""Staff accounts: made by administrators, kept behind a second factor. The public has none."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class StaffAccountAdapter(DefaultAccountAdapter):
    """How allauth treats our accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by name and address: a stranger must not lock the true owner out."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"


class StaffMFAAdapter(DefaultMFAAdapter):
    """How allauth treats second factors."""

    def build_totp_svg(self, url: str) -> str:
        """The picture to scan, on white: in a dark page a phone could not read it."""
        svg: str = super().build_totp_svg(url)
        head, tag, rest = svg.partition("<path")
        return f'{head}<rect width="100%" height="100%" fill="#fff"/>{tag}{rest}'


def lacks_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether `user`, who is signed in, must set up a second factor before working here."""
    return settings.STAFF_SECOND_FACTOR_REQUIRED and user.is_authenticated and not is_mfa_enabled(user)


def sign_in(request: HttpRequest) -> HttpResponse:
    """Stands where Wagtail's own form was, which knows neither second factors nor limits."""
    address = reverse("account_login")
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{query}" if query else address)


def not_offered(request: HttpRequest) -> HttpResponse:
    """For pages that allauth brings and staff do not need: an administrator looks after e-mail addresses."""
    raise Http404
