"""Asking for reviews in the admin: one page for each page of the site, with the form and every link made so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from strategy.models import Review
from strategy.review import approval, emails, links
from strategy.review.forms import AskForm, WayForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


class ReviewsView(WagtailAdminTemplateMixin, TemplateView):
    """The reviews of one page. A new link is shown in the answer to the form and never again."""

    template_name = "wagtailadmin/reviews/page.html"
    page_title = "Reviews"
    header_icon = "mail"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, page_id: int, **kwargs: Any) -> HttpResponseBase:
        self.page = get_object_or_404(Page, pk=page_id)
        if not links.may_ask(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.page.specific_deferred.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.get_page_subtitle()},
            {"url": "", "label": "Reviews"},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        reviews = Review.objects.filter(page=self.page).select_related("asked_by")
        waits = approval.waits_for_reader(self.page)
        return {
            "form": AskForm(),
            "page": self.page,
            "reviews": [(review, review.state_at(now)) for review in reviews],
            "waits_for_reader": waits,
            "link_decides": waits and approval.may_choose(self.request.user, self.page),
            "way_form": way_form(self.page) if approval.may_choose(self.request.user, self.page) else None,
        } | super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AskForm(request.POST)
        made = self._make_link(form) if form.is_valid() else {}
        response = self.render_to_response(self.get_context_data(form=AskForm() if made else form, **made))
        add_never_cache_headers(response)
        return response

    def _make_link(self, form: AskForm) -> dict[str, Any]:
        """What the answer shows of the new link; nothing when there is none, and then the form says why."""
        cleaned = form.cleaned_data
        try:
            review, token = links.ask(
                page=self.page,
                reviewer=cleaned["reviewer"],
                days=cleaned["days"],
                request=cleaned["request"],
                user=self.request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
        except links.CannotAsk as refusal:
            form.add_error(None, str(refusal))
            return {}
        link = review.site.root_url + reverse("review_read", args=[token])
        mailed_to = cleaned["email"]
        if mailed_to and not emails.send_link(review=review, link=link, to=mailed_to):
            messages.error(self.request, "The mail could not be sent. Copy the link and send it yourself.")
            mailed_to = ""
        return {"made": review, "link": link, "mailed_to": mailed_to}


def withdraw(request: HttpRequest, page_id: int, review_id: int) -> HttpResponse:
    """Stop a link from working. Asked with POST, by somebody who may ask for reviews of the page."""
    page = get_object_or_404(Page, pk=page_id)
    if not links.may_ask(request.user, page):
        raise PermissionDenied
    if request.method == "POST":
        review = get_object_or_404(Review, page=page, pk=review_id)
        links.revoke(review=review, user=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, f"The link of {review.reviewer} no longer works.")
    return redirect("reviews", page_id=page.pk)


def way_form(page: Page, data: Any = None) -> WayForm | None:
    """The choice of how the page is approved; None where there is nothing to choose."""
    ways = [(way.value, str(way.label)) for way in approval.ways_for(page)]
    return WayForm(data, ways=ways, initial={"way": approval.way_of(page)}) if len(ways) > 1 else None


def choose_way(request: HttpRequest, page_id: int) -> HttpResponse:
    """Choose how the page is approved. Asked with POST, by somebody who may publish it."""
    page = get_object_or_404(Page, pk=page_id)
    if not approval.may_choose(request.user, page):
        raise PermissionDenied
    form = way_form(page, request.POST)
    if request.method == "POST" and form is not None:
        if form.is_valid():
            way = approval.Way(form.cleaned_data["way"])
            approval.choose(page=page, way=way, user=request.user, now=timezone.now())  # type: ignore[arg-type]
            messages.success(request, "Saved. It holds from the next time that the page is sent for approval.")
        else:
            messages.error(request, "Choose one of the ways in which the page can be approved.")
    return redirect("reviews", page_id=page.pk)


def admin_urls() -> list[Any]:
    """Hook: the addresses in the admin."""
    return [
        path("pages/<int:page_id>/reviews/", ReviewsView.as_view(), name="reviews"),
        path("pages/<int:page_id>/reviews/approval/", choose_way, name="review_way"),
        path("pages/<int:page_id>/reviews/<int:review_id>/withdraw/", withdraw, name="review_withdraw"),
    ]


def review_buttons(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Hook: "Ask for a review" in the menus of a page, in its editor and in lists."""
    if links.may_ask(user, page):
        url = reverse("reviews", args=[page.pk])
        yield Button("Ask for a review", url, icon_name="mail", priority=25)


def log_actions(actions: Any) -> None:
    """Hook: how the history of a page tells what became of its reviews."""

    def register(name: str, label: str, sentence: str, about: str = "reviewer") -> None:
        class Formatter(LogFormatter):
            def format_message(self, entry: Any) -> str:
                return sentence.format(entry.data.get(about, "somebody"))

            def format_comment(self, entry: Any) -> str:
                return str(entry.data.get("comment", ""))

        Formatter.label = label
        actions.register_action(f"strategy.review.{name}")(Formatter)

    register("ask", "Ask for a review", "Asked {} to review this version")
    register("revoke", "Withdraw a review link", "Withdrew the review link of {}")
    register("approve", "Approve by review link", "{} approved this version by review link")
    register("changes", "Ask for changes by review link", "{} asked for changes by review link")
    register("comment", "Comment by review link", "{} commented by review link")
    register("way", "Choose how it is approved", "Chose how this page is approved: {}", about="way")
