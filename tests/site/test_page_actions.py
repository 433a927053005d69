"""Who may do what to a page: every action, by every role, in the own area and in the other. Done, not only offered.

The table is the agreement with the partnership: change it first, and `lis_site/roles.py` after it.
"""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, WorkflowPage, WorkflowState
from wagtail.test.utils.form_data import nested_form_data

from lis_site.roles import Role, make_roles
from strategy.models import Review, StandardPage
from tests.strategy.factories import StandardPageFactory, make_area

ROLES = ["editor", "approver", "events-officer", "analyst", "data-protection-officer", "administrator"]

# Events officers, analysts and data protection officers have no rights on pages at all.
TABLE = """
                           editor approver events analyst dpo administrator
add a draft                yes    yes      -      -       -   yes
edit                       yes    yes      -      -       -   yes
preview                    yes    yes      -      -       -   yes
see the history            yes    yes      -      -       -   yes
submit for approval        yes    yes      -      -       -   yes
approve                    -      yes      -      -       -   yes
request changes            -      yes      -      -       -   yes
edit while in approval     -      yes      -      -       -   yes
publish                    -      yes      -      -       -   yes
schedule                   -      yes      -      -       -   yes
cancel a schedule          -      yes      -      -       -   yes
unpublish                  -      yes      -      -       -   yes
copy as a draft            yes    yes      -      -       -   yes
copy and publish           -      yes      -      -       -   yes
move a draft               yes    yes      -      -       -   yes
move a live page           -      yes      -      -       -   yes
put in another order       -      yes      -      -       -   yes
delete a draft             yes    yes      -      -       -   yes
delete a live page         -      yes      -      -       -   yes
delete a page with others  -      -        -      -       -   yes
delete the home page       -      -        -      -       -   -
unpublish the home page    -      -        -      -       -   -
lock                       -      yes      -      -       -   yes
unlock what others locked  -      yes      -      -       -   yes
make private               -      yes      -      -       -   yes
ask for a review by link   yes    yes      -      -       -   yes
choose how it is approved  -      yes      -      -       -   yes
"""
_LINES = [line.rsplit(maxsplit=6) for line in TABLE.strip().splitlines()[1:]]
EXPECTED = [
    (action, role, verdict == "yes")
    for action, *verdicts in _LINES
    for role, verdict in zip(ROLES, verdicts, strict=True)
]


def make_page(shelf, owner, live):
    page = StandardPageFactory(parent=shelf, owner=owner, live=live)
    page.save_revision(user=owner)
    return page


class Actions:
    """Each method does one thing through the admin and says whether it came to pass.

    To a page of its own, or to one of `standing`, a live one and a draft, where all is refused and so leaves no trace.
    """

    def __init__(self, client, site, stranger, standing=None):
        self.client = client
        self.home = site.root_page
        self.stranger = stranger
        self.shelf = StandardPage.objects.get(title="Shelf", owner=stranger)
        self.other_shelf = StandardPage.objects.get(title="Other shelf", owner=stranger)
        self.standing = standing

    def _page(self, *, live=True):
        page = self.standing[live] if self.standing else make_page(self.shelf, self.stranger, live)
        return StandardPage.objects.get(pk=page.pk)

    def _form(self, **fields):
        formset = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
        words = {"title": "Changed", "slug": "a-slug", "summary": "", "body": {"count": 0}, "comments": formset}
        return nested_form_data(words | fields)

    def _post(self, name, *args, **data):
        return self.client.post(reverse(f"wagtailadmin_pages:{name}", args=args), data)

    def _edit(self, page, **fields):
        return self._post("edit", page.pk, **self._form(**fields))

    def _opens(self, name, *args):
        return self.client.get(reverse(f"wagtailadmin_pages:{name}", args=args)).status_code == 200

    def add_a_draft(self):
        self._post("add", "strategy", "standardpage", self.shelf.pk, **self._form(title="Brand new"))
        return Page.objects.filter(title="Brand new", live=False).exists()

    def edit(self):
        page = self._page()
        self._edit(page)
        page.refresh_from_db()
        return page.draft_title == "Changed"

    def preview(self):
        page = self._page()
        return self._opens("view_draft", page.pk)

    def see_the_history(self):
        return self._opens("history", self._page().pk)

    def submit_for_approval(self):
        page = self._page()
        self._edit(page, **{"action-submit": "1"})
        return WorkflowState.objects.filter(object_id=str(page.pk), status="in_progress").exists()

    def _in_approval(self):
        page = self._page(live=False)
        page.get_workflow().start(page, self.stranger)
        return StandardPage.objects.get(pk=page.pk)

    def approve(self):
        page = self._in_approval()
        self._post("workflow_action", page.pk, "approve", page.current_workflow_task_state.pk)
        page.refresh_from_db()
        return page.live

    def request_changes(self):
        page = self._in_approval()
        self._post("workflow_action", page.pk, "reject", page.current_workflow_task_state.pk, comment="No.")
        return WorkflowState.objects.filter(object_id=str(page.pk), status="needs_changes").exists()

    def edit_while_in_approval(self):
        page = self._in_approval()
        self._edit(page)
        page.refresh_from_db()
        return page.draft_title == "Changed"

    def publish(self):
        page = self._page(live=False)
        self._edit(page, **{"action-publish": "1"})
        page.refresh_from_db()
        return page.live

    def schedule(self):
        page = self._page(live=False)
        soon = timezone.localtime() + dt.timedelta(days=2)
        self._edit(page, go_live_at=soon.strftime("%Y-%m-%d %H:%M"), **{"action-publish": "1"})
        return page.revisions.exclude(approved_go_live_at=None).exists()

    def cancel_a_schedule(self):
        page = self._page(live=False)
        revision = page.save_revision(approved_go_live_at=timezone.now() + dt.timedelta(days=2))
        self._post("revisions_unschedule", page.pk, revision.pk)
        revision.refresh_from_db()
        return revision.approved_go_live_at is None

    def unpublish(self):
        page = self._page()
        self._post("unpublish", page.pk)
        page.refresh_from_db()
        return not page.live

    def _copy(self, **fields):
        page = self._page()
        words = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": self.other_shelf.pk}
        self._post("copy", page.pk, **words, **fields)
        return Page.objects.filter(title="Twin").first()

    def copy_as_a_draft(self):
        copy = self._copy()
        return copy is not None and not copy.live

    def copy_and_publish(self):
        copy = self._copy(publish_copies="on")
        return copy is not None and copy.live

    def _move(self, page):
        self._post("move_confirm", page.pk, self.other_shelf.pk)
        return Page.objects.get(pk=page.pk).is_child_of(Page.objects.get(pk=self.other_shelf.pk))

    def move_a_draft(self):
        return self._move(self._page(live=False))

    def move_a_live_page(self):
        return self._move(self._page())

    def put_in_another_order(self):
        first, last = self._page(), self._page()
        self.client.post(f"{reverse('wagtailadmin_pages:set_page_position', args=[last.pk])}?position=0")
        pages = Page.objects.order_by("path").filter(pk__in=[first.pk, last.pk])
        return list(pages.values_list("pk", flat=True)) == [last.pk, first.pk]

    def _delete(self, page):
        self._post("delete", page.pk)
        return not Page.objects.filter(pk=page.pk).exists()

    def delete_a_draft(self):
        return self._delete(self._page(live=False))

    def delete_a_live_page(self):
        return self._delete(self._page())

    def delete_a_page_with_others(self):
        self._page()
        return self._delete(self.shelf)

    def delete_the_home_page(self):
        return self._delete(self.home)

    def unpublish_the_home_page(self):
        self._post("unpublish", self.home.pk)
        return not Page.objects.get(pk=self.home.pk).live

    def lock(self):
        page = self._page()
        self._post("lock", page.pk)
        page.refresh_from_db()
        return page.locked

    def unlock_what_others_locked(self):
        page = self._page()
        Page.objects.filter(pk=page.pk).update(locked=True, locked_by=self.stranger)
        self._post("unlock", page.pk)
        page.refresh_from_db()
        return not page.locked

    def make_private(self):
        page = self._page()
        self._post("set_privacy", page.pk, restriction_type="login")
        return PageViewRestriction.objects.filter(page=page).exists()

    def ask_for_a_review_by_link(self):
        page = self._page()
        self.client.post(reverse("reviews", args=[page.pk]), {"reviewer": "Jo", "days": 3})
        return Review.objects.filter(page=page).exists()

    def choose_how_it_is_approved(self):
        page = self._page()
        self.client.post(reverse("review_way", args=[page.pk]), {"way": "board"})
        return WorkflowPage.objects.filter(page=page).exists()


@pytest.fixture
def scene(client, db):
    here = make_area()
    there = make_area("there.localhost", "Thereshire", is_default=False)
    stranger = User.objects.create_user("stranger", password="x")
    return SimpleNamespace(client=client, here=here, there=there, stranger=stranger)


def deviations(scene, role, site):
    """Each action whose outcome at `site`, for `role` of the area here, is not the one agreed."""
    user = User.objects.create_user(f"the-{role}", password="x")
    user.groups.add(make_roles(scene.here)[Role(role)])
    scene.client.force_login(user)
    for title in ("Other shelf", "Shelf"):  # all actions begin with these; what one does is undone after it
        shelf = StandardPageFactory(parent=site.root_page, title=title, owner=scene.stranger)
    standing = {live: make_page(shelf, scene.stranger, live) for live in (True, False)} if site == scene.there else None
    found = []
    for action, one, is_allowed in EXPECTED:
        if one == role:
            with transaction.atomic():
                actions = Actions(scene.client, site, scene.stranger, standing)
                done = getattr(actions, action.replace(" ", "_"))()
                transaction.set_rollback(True)
            if done != (is_allowed and site == scene.here):
                found.append(f"{action}: {'done' if done else 'refused'}")
    return found


@pytest.mark.parametrize("role", ROLES)
def test_in_the_own_area_each_role_does_what_the_table_says_and_nothing_else(scene, role):
    assert deviations(scene, role, scene.here) == []


@pytest.mark.parametrize("role", ROLES)
def test_in_the_other_area_nobody_does_anything(scene, role):
    assert deviations(scene, role, scene.there) == []


def test_the_table_names_every_role():
    assert set(Role.values) == set(ROLES)
