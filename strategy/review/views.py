"""What the reader of a draft sees: the draft, a form at an address of its own, and one page for every dead link.

Nothing here is kept by a cache or found by a search engine, a GET changes nothing, and reading sets no cookie.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods
from wagtail.models import Page, Site

from strategy.models import Review, Verdict
from strategy.review import links
from strategy.review.forms import AnswerForm
from strategy.rich_text import links_fetched_together
from strategy.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Draft and form both lie at an address that is a key, so no page it leads to may learn it. A browser that is told
# "no-referrer" posts a form with the origin "null", which protection against forged requests must refuse: the form
# tells other pages the name of the site and no more.
_READING = "no-referrer"
_ANSWERING = "strict-origin"


def _for_reader(referrer: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Give the view its review, or the visitor the page of dead links; and keep either to the visitor."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, token: str) -> HttpResponse:
            review = links.find(token=token, site=Site.find_for_request(request), now=timezone.now())
            page = review.revision.as_object() if review and review.revision else None
            if review is None or page is None:  # None: what the draft cannot be shown without was deleted
                response = render(request, "strategy/review/dead_link.html", status=404)
            else:
                home = review.site.root_page
                request.surroundings = Surroundings.of(home, review.page.url_path)  # type: ignore[attr-defined]
                response = view(request, token, review, page)
            add_never_cache_headers(response)
            response["X-Robots-Tag"] = "noindex, nofollow"
            response["Referrer-Policy"] = referrer
            return response

        return wrapped

    return decorate


@require_http_methods(["GET", "HEAD"])
@_for_reader(_READING)
def read(request: HttpRequest, token: str, review: Review, page: Page) -> HttpResponse:
    """The draft as the public would see it, with a bar that says what it is and leads to the form."""
    request.review = {"review": review, "token": token, "is_current": links.is_current(review)}  # type: ignore[attr-defined]
    response = TemplateResponse(request, page.get_template(request), page.get_context(request))
    with links_fetched_together(page, request):
        return response.render()


@require_http_methods(["GET", "HEAD", "POST"])
@_for_reader(_ANSWERING)
def reply(request: HttpRequest, token: str, review: Review, page: Page) -> HttpResponse:
    """The form; after it was sent, what was said."""
    context: dict[str, Any] = {"review": review, "draft": page, "token": token, "is_current": links.is_current(review)}
    if review.answered_at:
        return render(request, "strategy/review/answered.html", context)
    if request.method != "POST":
        form = AnswerForm(initial={"signed": review.reviewer}, can_approve=context["is_current"])
        return render(request, "strategy/review/answer.html", context | {"form": form})
    form = AnswerForm(request.POST, can_approve=True)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            links.answer(
                review=review,
                verdict=Verdict(cleaned["verdict"]),
                comment=cleaned["comment"],
                signed=cleaned["signed"],
                now=timezone.now(),
            )
        except links.CannotAnswer as refusal:
            form.add_error("verdict", str(refusal))
        else:
            return redirect("review_reply", token=token)
    return render(request, "strategy/review/answer.html", context | {"form": form})
