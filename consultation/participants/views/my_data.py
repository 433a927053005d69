"""The pages behind "what we hold about you". Nothing is shown but through a link in an e-mail to the person."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from consultation.participants import mine, privacy
from consultation.participants.forms import AskForm, CorrectForm
from consultation.participants.limits import allow
from consultation.participants.links import note_use
from consultation.participants.models import Contact, SignedLink
from consultation.participants.views import for_holder, sender_of
from strategy.freshness import seconds_fresh

_HOUR = dt.timedelta(hours=1)
_ASKED_PER_HOUR, _MAILS_PER_DAY = 20, 5


@csrf_exempt  # it does nothing in anybody's name, and so needs no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Where to send the link. The answer is the same whether the address is known or not."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    form, is_asked = AskForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        now, email = timezone.now(), form.cleaned_data["email"]
        by_sender = allow("what-we-hold-from", sender_of(request), _ASKED_PER_HOUR, _HOUR, now)
        if by_sender and allow("what-we-hold-to", email.lower(), _MAILS_PER_DAY, 24 * _HOUR, now):
            mine.ask(site=site, email=email, now=now)
        is_asked = True
    response = render(
        request,
        "consultation/participants/ask.html",
        {"form": form, "is_asked": is_asked, "days": mine.LINK_DAYS},
    )
    response["X-Robots-Tag"] = "noindex"
    if request.method == "POST":
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, public=True, max_age=seconds_fresh(request, timezone.now()))
    return response


@csrf_exempt
@for_holder(mine.PURPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Everything that is held, with what can be done about it. A form that is sent leads back here."""
    contact, done = _contact(link), ""
    form = CorrectForm(request.POST if request.POST.get("act") == "correct" else None, initial=_known(contact))
    if request.method == "POST":
        done = _act(request, contact, form)
        if done:
            note_use(link, timezone.now())
            return redirect(f"{request.path}?{done}")
    context = {
        "contact": contact,
        "form": form,
        "held": privacy.everything_held(contact),
        "consents": contact.consents.standing().select_related("text"),
        "may_unpublish": any(keeper.unpublish for keeper in privacy.keepers()),
        "done": next((words for name, words in _DONE.items() if name in request.GET), ""),
        "link": link,
    }
    return render(request, "consultation/participants/my_data.html", context)


_DONE = {
    "corrected": "Your details are changed.",
    "withdrawn": "Your consent is withdrawn.",
    "unpublished": "Nothing you wrote is published any more. Pages that show it are made anew within minutes.",
}


def _act(request: HttpRequest, contact: Contact, form: CorrectForm) -> str:
    """Do what is asked; the name of what was done, or nothing."""
    match request.POST.get("act"):
        case "correct" if form.is_valid():
            mine.correct(contact=contact, **form.cleaned_data)
            return "corrected"
        case "withdraw":
            key = request.POST.get("consent", "")
            if key.isascii() and key.isdecimal() and len(key) < 18:
                mine.withdraw_consent(contact=contact, consent_id=int(key), now=timezone.now())
                return "withdrawn"
        case "unpublish":
            mine.unpublish(contact=contact)
            return "unpublished"
    return ""


@for_holder(mine.PURPOSE)
@require_safe
def download(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """The same as a file."""
    given = privacy.export(_contact(link), timezone.now())
    response = JsonResponse(given, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="what-we-hold-about-you.json"'
    return response


@csrf_exempt
@for_holder(mine.PURPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Says what will go, and asks once more."""
    contact, refused = _contact(link), ""
    if request.method == "POST":
        try:
            mine.erase(contact=contact, now=timezone.now())
        except privacy.ErasureRefused:
            refused = (
                "The law obliges us to keep this for the moment, so we can't erase it now. Write to us to learn why."
            )
        else:
            return render(request, "consultation/participants/erased.html")
    held = {name: len(things) for name, things in privacy.everything_held(contact).items()}
    context = {"held": held, "refused": refused, "back": request.path.removesuffix("erase/")}
    return render(request, "consultation/participants/erase.html", context)


def _contact(link: SignedLink) -> Contact:
    if link.contact is None or link.contact.erased_at is not None:
        raise Http404
    return link.contact


def _known(contact: Contact) -> dict[str, str]:
    return {"name": contact.name, "phone": contact.phone}
