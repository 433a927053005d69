"""Response headers that Django has no setting for, and the choice of the content security policy."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lis_site.settings import policies

# Features that no page of ours uses, refused to any script that might get in.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("browsing-topics", "camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)


class HeadersMiddleware:
    """Stands inside Django's ContentSecurityPolicyMiddleware, which writes the policy chosen here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if not hasattr(response, "_csp_config"):  # set where a view used csp_override
            response._csp_config = policy_for(request)  # type: ignore[attr-defined]
        return response


def policy_for(request: HttpRequest) -> policies.Policy:
    """The policy of the part of the site that `request` asks for; the public one unless it is known to be another."""
    # A preview is asked for under the page's public path, but is shown in a frame of the admin with its toolbar.
    if request.path.startswith("/admin/") or getattr(request, "is_preview", False):
        return policies.ADMIN
    if request.path.startswith("/accounts/"):
        return policies.ACCOUNTS
    return settings.SECURE_CSP
