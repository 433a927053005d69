"""The panels of the admin's first page: what waits for whoever is looking. Each says so when there is nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from strategy import attention
from strategy.models import Review
from strategy.schedule import planned

SHOWN = 8
_WEEKS_AHEAD = dt.timedelta(weeks=6)
_WEEKS_BACK = dt.timedelta(weeks=3)


class ForMeToApprovePanel(WorkflowObjectsToModeratePanel):
    """Wagtail's own list with its buttons; a sentence when it is empty."""

    template_name = "wagtailadmin/dashboard/for_me_to_approve.html"


class _Panel(Component):
    """`rows` are the first `SHOWN` of what there is; `more` is how many are left; `report` is where all of them are."""

    heading: str
    panel_id: str
    empty: str
    report = ""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.now = timezone.now()

    @cached_property
    def found(self) -> list[Any]:
        raise NotImplementedError

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "request": parent_context["request"],
            "panel": self,
            "rows": self.found[:SHOWN],
            "more": max(0, len(self.found) - SHOWN),
        }


class MyDraftsPanel(_Panel):
    name, order = "my_drafts", 221
    template_name = "wagtailadmin/dashboard/my_drafts.html"
    heading, panel_id = "My drafts", "my-drafts"
    empty = "You have no unpublished changes."

    @cached_property
    def found(self) -> list[Any]:
        return list(attention.drafts_of(self.user))


class ReviewsPanel(_Panel):
    """What readers of review links said lately, and who has not answered yet."""

    name, order = "reviews", 222
    template_name = "wagtailadmin/dashboard/reviews.html"
    heading, panel_id = "Reviews by link", "reviews-by-link"
    empty = "Nobody was asked to review a draft in the last three weeks."

    @cached_property
    def found(self) -> list[Any]:
        recent = Review.objects.filter(page__in=attention.pages_of(self.user)).select_related("page")
        waiting = recent.waiting(self.now).order_by("expires_at")
        answered = recent.answered().filter(answered_at__gte=self.now - _WEEKS_BACK).order_by("-answered_at")
        return [(review, review.state_at(self.now)) for review in (*answered, *waiting)]


class ComingUpPanel(_Panel):
    name, order = "coming_up", 223
    template_name = "wagtailadmin/dashboard/coming_up.html"
    heading, panel_id = "Going live and ending in the next six weeks", "coming-up"
    empty = "Nothing is scheduled for the next six weeks."
    report = "report_planned"

    @cached_property
    def found(self) -> list[Any]:
        return planned(self.user, self.now, self.now + _WEEKS_AHEAD)


class PastReviewPanel(_Panel):
    name, order = "past_review", 224
    template_name = "wagtailadmin/dashboard/past_review.html"
    heading, panel_id = "Due to be checked again", "past-review"
    empty = "No page is past the day on which it should be checked again."
    report = "report_past_review"

    @cached_property
    def found(self) -> list[Any]:
        return attention.past_review(attention.pages_of(self.user), timezone.localdate(self.now))


class UnlinkedPanel(_Panel):
    name, order = "unlinked", 225
    template_name = "wagtailadmin/dashboard/unlinked.html"
    heading, panel_id = "Pages that nothing leads to", "unlinked"
    empty = "Every published page can be reached by a menu, a list or a link."
    report = "report_unlinked"

    @cached_property
    def found(self) -> list[Any]:
        return list(attention.unlinked(attention.pages_of(self.user)))


def arrange_panels(request: Any, panels: list[Any]) -> None:
    """Hook: ours in place of Wagtail's two about workflows.

    Those who look after no pages see nothing about pages, and the calendar only when something of theirs is in it.
    """
    panels[:] = [
        panel
        for panel in panels
        if not isinstance(panel, (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel))
    ]
    if not attention.pages_of(request.user).exists():
        coming_up = ComingUpPanel(request.user)
        panels.extend([coming_up] if coming_up.found else [])
        return
    panels.append(ForMeToApprovePanel())
    ours = (MyDraftsPanel, ReviewsPanel, ComingUpPanel, PastReviewPanel, UnlinkedPanel)
    panels.extend(panel(request.user) for panel in ours)
