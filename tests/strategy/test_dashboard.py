"""The first page of the admin: what waits for whoever looks, and nothing of another area."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from consultation.events.choices import Standing
from lis_site.roles import Role, make_roles
from strategy import attention
from strategy.schedule import Planned, planned, register_dates
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.consultation.round_tables.factories import make_round_table
from tests.consultation.surveys.factories import make_survey, open_survey
from tests.strategy.factories import StandardPageFactory, make_area, make_tree

EMPTY = [
    "Nothing waits for your approval.",
    "You have no unpublished changes.",
    "Nobody was asked to review a draft in the last three weeks.",
    "Nothing is scheduled for the next six weeks.",
    "No page is past the day on which it should be checked again.",
    "Every published page can be reached by a menu, a list or a link.",
]


def member(site, role):
    user = User.objects.create_user(f"{role}-{site.pk}", password="x")
    user.groups.add(make_roles(site)[role])
    return user


@pytest.fixture
def there(tree):
    """Another area with something for every panel."""
    other = make_tree(make_area("there.localhost", "Thereshire", is_default=False), count=1)
    fill(other, "There")
    return other


def fill(tree, name):
    """Something for every panel except those that depend on a person."""
    soon = timezone.now() + dt.timedelta(days=3)
    StandardPageFactory(parent=tree.strategy, title=f"{name} alone")
    page = StandardPageFactory(parent=tree.home, title=f"{name} old", review_on=dt.date(2020, 1, 1))
    page.expire_at = soon
    page.save()
    draft = StandardPageFactory(parent=tree.home, title=f"{name} soon", live=False)
    draft.go_live_at = soon
    draft.save_revision(approved_go_live_at=soon)
    say = HaveYourSayPageFactory(parent=tree.home)
    ConsultationPageFactory(
        parent=say, title=f"{name} asks", opens_on=soon.date(), closes_on=soon.date() + dt.timedelta(days=5)
    )


def dashboard(client, user):
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home"))


def test_every_panel_says_so_when_it_is_empty(client, tree):
    text = dashboard(client, member(tree.site, Role.EDITOR)).text
    for sentence in EMPTY:
        assert sentence in text


def test_every_panel_shows_what_there_is_in_the_own_area_only(client, tree, there):
    fill(tree, "Here")
    editor = member(tree.site, Role.EDITOR)
    mine = tree.foundations[0]
    mine.title = "Here changed"
    mine.save_revision(user=editor)
    text = dashboard(client, editor).text
    for words in ("Here alone", "Here old", "Here soon", "Here asks", "Here changed", "Goes live", "Is taken down"):
        assert words in text, words
    assert "Opens" in text
    assert "Closes" in text
    assert "There" not in text


def test_an_approver_sees_what_was_sent_and_its_editor_that_it_was(client, tree):
    editor, approver = member(tree.site, Role.EDITOR), member(tree.site, Role.APPROVER)
    page = tree.foundations[0]
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    text = dashboard(client, approver).text
    assert "Nothing waits for your approval." not in text
    assert (
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk])
        in text
    )
    assert "Sent for approval" in dashboard(client, editor).text


@pytest.mark.parametrize("role", [Role.ANALYST, Role.DATA_PROTECTION_OFFICER, Role.EVENTS_OFFICER])
def test_who_looks_after_no_pages_sees_no_panel_about_them(client, tree, role):
    response = dashboard(client, member(tree.site, role))
    assert response.status_code == 200
    for sentence in EMPTY:
        assert sentence not in response.text


@pytest.mark.parametrize("name", ["report_planned", "report_past_review", "report_unlinked"])
def test_the_reports_show_the_own_area_and_are_for_those_with_pages(client, tree, there, name):
    fill(tree, "Here")
    client.force_login(member(tree.site, Role.EDITOR))
    text = client.get(reverse(name)).text
    assert "Here" in text
    assert "There" not in text
    client.force_login(member(tree.site, Role.ANALYST))
    assert client.get(reverse(name)).status_code in (302, 403)


def test_the_reports_stand_in_the_menu(client, tree):
    text = dashboard(client, member(tree.site, Role.EDITOR)).text
    assert "What goes live when" in text


def test_the_number_of_queries_does_not_grow_with_the_pages(client, tree, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    editor = member(tree.site, Role.EDITOR)
    counts = []
    for number in (1, 6):
        for at in range(number):
            fill_one(tree, f"{number}-{at}", editor)
        dashboard(client, editor)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("wagtailadmin_home"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def fill_one(tree, name, user):
    soon = timezone.now() + dt.timedelta(days=3)
    StandardPageFactory(parent=tree.strategy, title=f"Alone {name}")
    StandardPageFactory(parent=tree.home, title=f"Old {name}", review_on=dt.date(2020, 1, 1), expire_at=soon)
    StandardPageFactory(parent=tree.home, title=f"Draft {name}", live=False).save_revision(user=user)


class TestUnlinked:
    def pages(self):
        return set(attention.unlinked(Page.objects.filter(depth__gt=1)).values_list("title", flat=True))

    def test_menus_and_lists_lead_to_their_pages(self, tree):
        assert self.pages() == set()

    def test_a_link_from_a_live_page_is_enough_and_one_from_a_draft_or_from_itself_is_not(self, tree):
        lonely = StandardPageFactory(parent=tree.strategy, title="Lonely")
        link = f'<p><a linktype="page" id="{lonely.pk}">there</a></p>'
        lonely.body = [("text", link)]
        lonely.save()
        draft = StandardPageFactory(parent=tree.home, live=False, body=[("text", link)])
        assert self.pages() == {"Lonely"}
        draft.live = True
        draft.save()
        assert self.pages() == set()

    def test_an_editor_may_show_a_page_in_the_menu_of_its_section(self, tree):
        page = StandardPageFactory(parent=tree.strategy, title="Lonely")
        assert self.pages() == {"Lonely"}
        page.show_in_menus = True
        page.save()
        assert self.pages() == set()

    def test_what_is_not_public_or_not_listed_by_a_live_page(self, tree):
        StandardPageFactory(parent=tree.strategy, title="Draft", live=False)
        assert self.pages() == set()
        tree.sector_index.unpublish()
        assert self.pages() == {page.title for page in tree.sectors}


def test_a_page_is_due_on_its_day_and_the_longest_overdue_stands_first(tree):
    today = dt.date(2026, 6, 1)
    for title, day in [("A", today), ("B", today - dt.timedelta(days=400)), ("C", today + dt.timedelta(days=1))]:
        StandardPageFactory(parent=tree.home, title=title, review_on=day, looked_after_by="Climate lead")
    StandardPageFactory(parent=tree.home, title="Draft", review_on=today, live=False)
    due = attention.past_review(Page.objects.all(), today)
    assert [(one.title, one.looked_after_by) for one in due] == [("B", "Climate lead"), ("A", "Climate lead")]


def test_two_sources_of_one_name_are_a_mistake():
    with pytest.raises(ValueError, match="two sources of dates called 'expiring'"):
        register_dates("expiring", lambda user, start, end: [])


def test_a_consultation_stands_in_the_calendar_on_its_last_day(tree):
    say = HaveYourSayPageFactory(parent=tree.home)
    page = ConsultationPageFactory(parent=say, opens_on=dt.date(2026, 6, 1), closes_on=dt.date(2026, 6, 30))
    start = dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC)
    found = planned(member(tree.site, Role.EDITOR), start, start + dt.timedelta(days=1))
    assert [(one.what, timezone.localtime(one.at).date()) for one in found] == [("Closes", dt.date(2026, 6, 30))]
    assert isinstance(found[0], Planned)
    assert found[0].address == reverse("wagtailadmin_pages:edit", args=[page.pk])


class TestEventsInTheCalendar:
    NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)

    def calendar(self, user):
        return [(one.what, one.title) for one in planned(user, self.NOW, self.NOW + dt.timedelta(days=60))]

    def table(self, site, **given):
        days = {"opens_at": 3, "closes_at": 30, "starts_at": 40}
        dates = {name: self.NOW + dt.timedelta(days=count) for name, count in days.items()}
        return make_round_table(site, **(dates | {"event_title": "Skills"} | given))

    def test_an_event_and_its_booking_stand_in_it_in_order_with_their_addresses(self, client, tree):
        self.table(tree.site)
        user = member(tree.site, Role.EVENTS_OFFICER)
        expected = [("Booking opens", "Skills"), ("Booking closes", "Skills"), ("Takes place", "Skills")]
        assert self.calendar(user) == expected
        client.force_login(user)
        for one in planned(user, self.NOW, self.NOW + dt.timedelta(days=60)):
            assert client.get(one.address).status_code == 200

    def test_drafts_what_is_cancelled_and_other_areas_do_not(self, tree):
        self.table(tree.site, event_is_published=False)
        self.table(tree.site, event_standing=Standing.CANCELLED)
        self.table(make_area("there.localhost", "Thereshire", is_default=False))
        assert self.calendar(member(tree.site, Role.EVENTS_OFFICER)) == []

    def test_what_was_closed_by_hand_does_not_close_again(self, tree):
        self.table(tree.site, closed_by_hand_at=self.NOW)
        assert self.calendar(member(tree.site, Role.EVENTS_OFFICER)) == [("Takes place", "Skills")]

    def test_who_looks_after_events_alone_sees_the_calendar_of_them(self, client, tree):
        soon = timezone.now() + dt.timedelta(days=3)
        dates = {"opens_at": soon, "closes_at": soon + dt.timedelta(days=5), "starts_at": soon + dt.timedelta(days=9)}
        self.table(tree.site, **dates)
        user = member(tree.site, Role.EVENTS_OFFICER)
        assert "Booking opens" in dashboard(client, user).text
        assert "Booking opens" in client.get(reverse("report_planned")).text

    def test_a_survey_opens_and_closes_unless_it_is_a_draft_or_closed_early(self, tree):
        days: dict[str, Any] = {"opens_on": dt.date(2026, 6, 10), "closes_on": dt.date(2026, 6, 20)}
        open_survey(tree.site, title="Health", **days)
        open_survey(tree.site, slug="early", closed_at=self.NOW, **days)
        make_survey(tree.site, slug="draft", **days)
        expected = [("Survey opens", "Health"), ("Survey closes", "Health")]
        assert self.calendar(member(tree.site, Role.ANALYST)) == expected
