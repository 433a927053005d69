"""The form to suggest a correction, at an address of its own: only here is a cookie set, for the form's token."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from consultation.participants.bots import Verdict
from consultation.suggestions.forms import SuggestionForm
from consultation.suggestions.handling import MONTHS_KEPT, TooMany, suggest
from strategy.models import Partnership, PrivacyPage
from strategy.surroundings import Surroundings

_SALT = "consultation.suggestions.arrived"
_TRACKER = "tracker"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggest_correction(request: HttpRequest) -> HttpResponse:
    """The form. A sent one leads on to a page of its own, so that going back or reloading sends nothing twice."""
    site = _site_of(request)
    if request.method == "POST":
        form = SuggestionForm(request.POST, now=timezone.now())
        if form.is_valid() and (answer := _stored(site, form)):
            return answer
    else:
        path = request.GET.get("about", "")
        title = what_stands_at(site, path)
        form = SuggestionForm(initial={"about": title, "about_path": path} if title else {}, now=timezone.now())
    privacy = PrivacyPage.objects.child_of(site.root_page).live().first()
    context = {"form": form, "privacy": privacy, "months_kept": MONTHS_KEPT}
    return _no_index(render(request, "consultation/suggestions/form.html", context))


def _stored(site: Site, form: SuggestionForm) -> HttpResponse | None:
    """Where to go when the suggestion is stored; None, with the reason in the form, when it is not."""
    given = form.cleaned_data
    path = given["about_path"]
    try:
        stored = suggest(
            site=site,
            now=timezone.now(),
            about_path=path if what_stands_at(site, path) else "",
            looks_automatic=form.verdict is Verdict.QUARANTINE,
            **{name: given[name] for name in ("about", "what_is_wrong", "source", "name", "email")},
        )
    except TooMany as refusal:
        form.add_error(None, str(refusal))
        return None
    return redirect("suggestion_arrived", signing.dumps(stored.reference, salt=_SALT))


@never_cache
@require_safe
def arrived(request: HttpRequest, told: str) -> HttpResponse:
    """What happens next. It can be bookmarked: its address holds what it says, and nothing personal."""
    _site_of(request)
    try:
        reference = signing.loads(told, salt=_SALT)
    except signing.BadSignature:
        return redirect("suggest_correction")
    return _no_index(render(request, "consultation/suggestions/arrived.html", {"reference": reference}))


def what_stands_at(site: Site, path: str) -> str:
    """The title of the page or entry of this area at `path`, if everybody may read it; else empty. Two queries."""
    if not path or "\x00" in path or len(path) > 255:
        return ""
    home = site.root_page
    below = path.strip("/")
    around = Surroundings.of(home, f"{home.url_path}{below}/" if below else home.url_path)
    if around.page is not None and not around.restricted:
        return str(around.page.title)
    folder, _, slug = below.partition("/")
    if folder == _TRACKER and slug:
        return Partnership.objects.filter(site=site, slug=slug).values_list("name", flat=True).first() or ""
    return ""


def _no_index(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response


def _site_of(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site
