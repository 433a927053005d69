"""How a page comes to be approved: by the approvers of its area alone, or first by somebody with a review link.

Each area has a workflow for either (`AreaSettings`). Those who may publish a page choose between them for it and for
the pages below, which follow it until they have a choice of their own. What is under way keeps the way it began with.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import models, transaction
from wagtail.log_actions import log
from wagtail.models import Page, Workflow, WorkflowPage

from strategy.areas import area_of_page
from strategy.models import AreaSettings, BoardReview


class Way(models.TextChoices):
    AS_ABOVE = "above", "As the page above it"
    APPROVERS = "approvers", "Approvers only"
    BOARD = "board", "A reader with a review link first, then approvers"


class CannotChoose(Exception):
    """The way cannot be chosen. Its text is for the member of staff."""


def may_choose(user: User | AnonymousUser | Any, page: Page) -> bool:
    """Whoever may publish the page: others could choose their way round those who approve."""
    return not page.is_root() and bool(page.permissions_for_user(user).can_publish())


def ways_for(page: Page) -> dict[Way, Workflow | None]:
    """What can be chosen for `page`, and the workflow of each. Empty outside every area."""
    site = area_of_page(page)
    if site is None:
        return {}
    settings = AreaSettings.for_site(site)
    above = {} if site.root_page_id == page.pk else {Way.AS_ABOVE: None}
    own = {Way.APPROVERS: settings.approval, Way.BOARD: settings.board_approval}
    return above | {way: workflow for way, workflow in own.items() if workflow and workflow.active}


def way_of(page: Page) -> Way | None:
    """What was chosen for `page`; None for a workflow that is neither of the area's."""
    chosen = Workflow.objects.filter(workflow_pages__page=page).first()
    ways = ways_for(page)
    return next((way for way, workflow in ways.items() if workflow == chosen), None)


@transaction.atomic
def choose(*, page: Page, way: Way, user: User, now: dt.datetime) -> None:
    """Have `page`, and the pages below that follow it, approved in this way from the next time they are sent.

    Raises CannotChoose for a way that the page does not have.
    """
    ways = ways_for(page)
    if way not in ways:
        raise CannotChoose("This page cannot be approved in that way. Choose one of the others.")
    if way == way_of(page):
        return
    workflow = ways[way]
    if workflow is None:
        WorkflowPage.objects.filter(page=page).delete()
    else:
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    log(instance=page.specific, action="strategy.review.way", user=user, data={"way": str(way.label)}, timestamp=now)


def waits_for_reader(page: Page) -> bool:
    """Whether the page is at a step that somebody with a review link approves."""
    state = page.specific.current_workflow_task_state
    return state is not None and isinstance(state.task.specific, BoardReview)
