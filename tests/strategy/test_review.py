"""Review links: one reader, one draft, one answer; what an answer does, and what a link can never do."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, TaskState, Workflow, WorkflowPage, WorkflowTask

from lis_site.roles import Role, make_roles
from strategy.models import BoardReview, Review, Verdict
from strategy.review import links
from strategy.review.links import CannotAnswer, CannotAsk, answer, ask, find, fingerprint, may_ask, revoke
from tests.strategy.factories import make_area, make_tree

NOW = timezone.now()
WEEK = dt.timedelta(days=7)


@pytest.fixture
def people(tree):
    groups = make_roles(tree.site)
    found = {}
    for role in Role:
        found[role] = User.objects.create_user(f"a-{role}", first_name=role.label, password="x")
        found[role].groups.add(groups[role])
    return found


@pytest.fixture
def page(tree, people):
    """A published foundation with a draft that says something else."""
    page = tree.foundations[0]
    page.save_revision().publish()
    page = type(page).objects.get(pk=page.pk)
    page.title = "Ideas, redrafted"
    page.save_revision(user=people[Role.EDITOR])
    return type(page).objects.get(pk=page.pk)


def asked(page, user, **fields):
    return ask(**{"page": page, "reviewer": "Jo Board", "days": 14, "user": user, "now": timezone.now()} | fields)


@pytest.fixture
def review(page, people):
    return asked(page, people[Role.EDITOR])


def say(review, verdict=Verdict.APPROVE, comment="", signed="Jo Board", now=None):
    return answer(review=review, verdict=verdict, comment=comment, signed=signed, now=now or timezone.now())


class TestAsking:
    def test_the_link_is_kept_as_a_hash_only_and_is_long(self, review):
        made, token = review
        assert len(token) >= 43
        assert token not in str(Review.objects.filter(pk=made.pk).values().get())

    def test_it_is_written_in_the_history_of_the_page(self, review, page, people):
        entry = PageLogEntry.objects.get(page=page, action="strategy.review.ask")
        assert entry.user == people[Role.EDITOR]
        assert "Jo Board" in entry.message
        assert entry.revision_id == page.latest_revision_id

    def test_a_page_without_a_draft_cannot_be_shown(self, tree, people):
        with pytest.raises(CannotAsk, match="Save the page once"):
            asked(tree.foundations[1], people[Role.EDITOR])

    def test_one_unused_link_for_each_reader_and_version(self, review, page, people):
        first, first_token = review
        second, _ = asked(page, people[Role.APPROVER], reviewer="JO BOARD")
        first.refresh_from_db()
        assert first.revoked_at
        assert find(token=first_token, site=first.site, now=timezone.now()) is None
        say(second)
        with pytest.raises(CannotAsk, match="already answered"):
            asked(page, people[Role.APPROVER])

    def test_several_readers_may_be_asked(self, review, page, people):
        other, _ = asked(page, people[Role.EDITOR], reviewer="Sam Board")
        assert not other.revoked_at
        assert Review.objects.waiting(timezone.now()).count() == 2

    @pytest.mark.parametrize("role", Role)
    def test_those_who_may_edit_may_ask(self, page, people, role):
        assert may_ask(people[role], page) == (role in (Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR))

    def test_staff_of_another_area_may_not(self, page):
        group = make_roles(make_area("there.localhost", "Thereshire", is_default=False))[Role.ADMINISTRATOR]
        stranger = User.objects.create_user("stranger")
        stranger.groups.add(group)
        assert not may_ask(stranger, page)


class TestFinding:
    def test_a_sound_link_is_found(self, review):
        made, token = review
        assert find(token=token, site=made.site, now=timezone.now()) == made

    def test_a_wrong_one_is_not(self, review):
        made, token = review
        for wrong in ("", "x", token + "x", token[:-1], "\x00", "\udcff", "é" * 5000):
            assert find(token=wrong, site=made.site, now=timezone.now()) is None

    def test_nor_one_that_has_run_out_at_the_very_moment(self, review):
        made, token = review
        last = made.expires_at - dt.timedelta(microseconds=1)
        assert find(token=token, site=made.site, now=last)
        assert find(token=token, site=made.site, now=made.expires_at) is None

    def test_nor_a_withdrawn_one_nor_one_of_another_area(self, review, people):
        made, token = review
        other = make_area("there.localhost", "Thereshire", is_default=False)
        assert find(token=token, site=other, now=timezone.now()) is None
        assert find(token=token, site=None, now=timezone.now()) is None
        revoke(review=made, user=people[Role.EDITOR], now=timezone.now())
        assert find(token=token, site=made.site, now=timezone.now()) is None

    def test_nor_one_whose_revision_was_cleared_away(self, review, page):
        made, token = review
        page.save_revision()
        made.revision.delete()
        assert find(token=token, site=made.site, now=timezone.now()) is None

    def test_deleting_a_page_takes_its_reviews_and_is_not_refused(self, review, page, tree):
        tree.ambitions[0].foundation_links.all().delete()
        for ambition in tree.ambitions:
            ambition.foundation_links.all().delete()
        page.delete()
        assert not Review.objects.exists()


class TestTheSameWords:
    def test_saving_again_without_a_change_is_no_change(self, review, page, people):
        made, _ = review
        page.get_latest_revision_as_object().save_revision(user=people[Role.APPROVER])
        made.page.refresh_from_db()
        assert links.is_current(made)

    def test_nor_is_publishing_it(self, review, page):
        made, _ = review
        page.latest_revision.publish()
        made.page.refresh_from_db()
        assert links.is_current(made)

    def test_a_change_of_a_word_is_one_and_so_is_one_in_a_row_below(self, tree):
        from strategy.models import DraftPriority

        page = tree.foundations[0]
        page.draft_priorities.add(DraftPriority(statement="Build"))
        first = fingerprint(page.save_revision().content)
        page.draft_priorities.get().statement = "Build"
        assert fingerprint(page.save_revision().content) == first
        page.draft_priorities = [DraftPriority(statement="Rebuild")]
        assert fingerprint(page.save_revision().content) != first

    def test_a_draft_that_was_saved_over_is_noticed(self, review, page, people):
        """The editor saves while typing, into the same revision."""
        made, _ = review
        draft = page.latest_revision.as_object()
        draft.title = "Quietly changed"
        draft.save_revision(user=people[Role.EDITOR], overwrite_revision=page.latest_revision)
        made = Review.objects.get(pk=made.pk)
        assert made.revision_id == made.page.latest_revision_id
        assert not links.is_current(made)


class TestAnswering:
    @pytest.mark.parametrize("verdict", Verdict)
    def test_it_is_recorded_and_written_in_the_history(self, review, page, verdict):
        made, _ = review
        say(made, verdict, "Good work.")
        made.refresh_from_db()
        assert (made.verdict, made.comment, made.signed) == (verdict, "Good work.", "Jo Board")
        entry = PageLogEntry.objects.get(page=page, action=f"strategy.review.{verdict}")
        assert entry.user is None
        assert "Jo Board" in entry.message
        assert entry.comment == "Good work."

    def test_once(self, review):
        made, _ = review
        say(made)
        with pytest.raises(CannotAnswer, match="used already"):
            say(made, Verdict.CHANGES, "No, wait.")
        made.refresh_from_db()
        assert made.verdict == Verdict.APPROVE

    def test_never_through_a_link_that_was_withdrawn_or_ran_out_meanwhile(self, review, people):
        made, _ = review
        with pytest.raises(CannotAnswer, match="no longer works"):
            say(made, now=made.expires_at)
        revoke(review=made, user=people[Role.EDITOR], now=timezone.now())
        with pytest.raises(CannotAnswer, match="no longer works"):
            say(made)

    def test_words_that_have_changed_cannot_be_approved_but_commented(self, review, page):
        made, _ = review
        page.title = "Changed again"
        page.save_revision()
        with pytest.raises(CannotAnswer, match="has changed"):
            say(made)
        say(made, Verdict.COMMENT, "The old one was better.")

    def test_nothing_is_published_by_an_answer(self, review, page):
        made, _ = review
        say(made)
        page.refresh_from_db()
        assert page.title != "Ideas, redrafted"


def send_through(page, user, *tasks):
    """Put the page into a workflow of these steps and start it; the step it is at."""
    workflow = Workflow.objects.create(name="steps")
    for place, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=place)
    WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    workflow.start(page, user)
    return type(page).objects.get(pk=page.pk).current_workflow_task_state


class TestWorkflow:
    def test_at_the_usual_step_the_answer_is_noted_for_the_approver_and_nothing_moves(self, page, people):
        page.get_workflow().start(page, people[Role.EDITOR])
        made, _ = asked(page, people[Role.APPROVER])
        say(made, Verdict.APPROVE, "Well put.")
        state = type(page).objects.get(pk=page.pk).current_workflow_task_state
        assert state.status == TaskState.STATUS_IN_PROGRESS
        assert state.comment == "By review link, Jo Board approved this version. “Well put.”"

    def test_at_a_step_made_for_it_approval_moves_on_to_the_next(self, page, people, tree):
        approval = tree.site.root_page.get_workflow().tasks[0]
        state = send_through(page, people[Role.EDITOR], BoardReview.objects.create(name="Board"), approval)
        made, _ = asked(page, people[Role.APPROVER])
        say(made)
        state.refresh_from_db()
        assert (state.status, state.finished_by) == (TaskState.STATUS_APPROVED, None)
        page = type(page).objects.get(pk=page.pk)
        assert page.current_workflow_task_state.task_id == approval.pk
        assert page.title != "Ideas, redrafted"

    def test_as_the_last_step_it_publishes_those_very_words(self, page, people):
        send_through(page, people[Role.EDITOR], BoardReview.objects.create(name="Board"))
        made, _ = asked(page, people[Role.APPROVER])
        say(made)
        page = type(page).objects.get(pk=page.pk)
        assert page.title == "Ideas, redrafted"
        assert page.current_workflow_state is None

    def test_changes_asked_for_send_it_back(self, page, people):
        state = send_through(page, people[Role.EDITOR], BoardReview.objects.create(name="Board"))
        made, _ = asked(page, people[Role.APPROVER])
        say(made, Verdict.CHANGES, "Mend the figures.")
        state.refresh_from_db()
        assert state.status == TaskState.STATUS_REJECTED
        assert "Mend the figures." in state.comment

    def test_a_link_made_by_somebody_who_may_not_publish_moves_nothing(self, page, people):
        """Otherwise an editor could make a link, open it, and publish what nobody approved."""
        state = send_through(page, people[Role.EDITOR], BoardReview.objects.create(name="Board"))
        made, _ = asked(page, people[Role.EDITOR])
        say(made)
        state.refresh_from_db()
        assert state.status == TaskState.STATUS_IN_PROGRESS
        assert "Jo Board approved" in state.comment

    def test_nor_one_made_by_somebody_who_has_left(self, page, people):
        state = send_through(page, people[Role.EDITOR], BoardReview.objects.create(name="Board"))
        made, _ = asked(page, people[Role.APPROVER])
        User.objects.filter(pk=people[Role.APPROVER].pk).update(is_active=False)
        say(made)
        state.refresh_from_db()
        assert state.status == TaskState.STATUS_IN_PROGRESS

    def test_those_who_may_publish_see_the_step_and_others_do_not(self, page, people):
        send_through(page, people[Role.EDITOR], BoardReview.objects.create(name="Board"))
        waiting = {role: TaskState.objects.reviewable_by(people[role]).count() for role in Role}
        assert {role for role, number in waiting.items() if number} == {Role.APPROVER, Role.ADMINISTRATOR}


class TestReader:
    """What somebody with a link, and nothing else, sees and does."""

    @pytest.fixture
    def url(self, review):
        return reverse("review_read", args=[review[1]])

    def test_reads_the_draft_under_a_bar(self, client, url):
        response = client.get(url)
        assert response.status_code == 200
        assert "<h1>Ideas, redrafted</h1>" in response.text
        assert "A draft, for Jo Board to read." in response.text
        assert response.text.count("Foundations") > 0  # the menu of the section, as on the public page

    def test_reading_leaves_no_trace_and_changes_nothing(self, client, url, review):
        for address in (url, f"{url}answer/"):
            response = client.get(address)
            assert "no-store" in response["Cache-Control"]
            assert response["X-Robots-Tag"] == "noindex, nofollow"
            assert 'name="robots" content="noindex"' in response.text
        assert client.get(url)["Referrer-Policy"] == "no-referrer"
        assert client.get(f"{url}answer/")["Referrer-Policy"] == "strict-origin"
        assert not Client().get(url).cookies
        review[0].refresh_from_db()
        assert not review[0].answered_at
        assert Client().post(url).status_code == 405

    def test_is_held_to_the_public_policy(self, client, url):
        assert "unsafe-inline" not in client.get(url)["Content-Security-Policy"]
        assert "wagtail-userbar" not in client.get(url).text

    def test_every_dead_link_looks_the_same(self, client, url, review, people):
        wrong = client.get(reverse("review_read", args=["x" * 43]))
        assert wrong.status_code == 404
        assert "This link does not work" in wrong.text
        revoke(review=review[0], user=people[Role.EDITOR], now=timezone.now())
        for address in (url, f"{url}answer/"):
            response = client.get(address)
            assert (response.status_code, response.text) == (404, wrong.text)
        assert client.post(f"{url}answer/", {"verdict": "approve"}).status_code == 404
        assert not Client().get(f"{url}answer/").cookies

    def test_approves_and_finds_the_record_at_the_same_address(self, client, url, review):
        form = client.get(f"{url}answer/").text
        assert 'value="Jo Board"' in form
        response = client.post(f"{url}answer/", {"verdict": "approve", "comment": "", "signed": "Jo B."}, follow=True)
        assert "Your answer is recorded" in response.text
        review[0].refresh_from_db()
        assert (review[0].verdict, review[0].signed) == ("approve", "Jo B.")
        again = client.post(f"{url}answer/", {"verdict": "changes", "comment": "x", "signed": "Jo"})
        assert "Your answer is recorded" in again.text

    def test_mistakes_are_named_and_what_was_typed_stays(self, client, url):
        response = client.post(f"{url}answer/", {"verdict": "changes", "comment": "", "signed": ""})
        assert "<title>Error: " in response.text
        assert "There is a problem" in response.text
        assert 'href="#id_comment"' in response.text
        assert "Give your name." in response.text
        response = client.post(f"{url}answer/", {"comment": "Typed with care.", "signed": "Jo"})
        assert "Choose what you say to this draft." in response.text
        assert "Typed with care." in response.text

    @pytest.mark.parametrize(
        "comment", ["a\x00b", "x" * 1_000_000, "\u202eright to left", "🧶" * 50, "<script>alert(1)</script>", "\r\n"]
    )
    def test_nothing_that_can_be_typed_breaks_it(self, client, url, comment):
        response = client.post(f"{url}answer/", {"verdict": "comment", "comment": comment, "signed": "Jo"})
        assert response.status_code in (200, 302)
        assert "<script>alert" not in client.get(f"{url}answer/").text

    def test_a_changed_draft_offers_no_approval_and_says_why(self, client, url, page):
        page.title = "Changed again"
        page.save_revision()
        assert "The draft has changed since this link was made." in client.get(url).text
        assert 'value="approve"' not in client.get(f"{url}answer/").text
        response = client.post(f"{url}answer/", {"verdict": "approve", "comment": "Mine.", "signed": "Jo"})
        assert "cannot be approved here" in response.text
        assert "Mine." in response.text

    def test_a_forged_form_is_refused(self, url):
        stranger = Client(enforce_csrf_checks=True)
        assert stranger.post(f"{url}answer/", {"verdict": "approve", "signed": "Jo"}).status_code == 403

    def test_at_another_areas_address_the_link_is_dead(self, client, url):
        make_area("there.localhost", "Thereshire", is_default=False)
        assert client.get(url, headers={"host": "llep.localhost"}).status_code == 200  # the default area answers there
        from wagtail.models import Site

        Site.objects.filter(hostname="there.localhost").update(hostname="llep.localhost")
        Site.clear_site_root_paths_cache()
        assert client.get(url, headers={"host": "llep.localhost"}).status_code == 404


@pytest.mark.parametrize("kind", ["home", "strategy", "matrix", "whole", "ambition_index"])
def test_every_kind_of_page_can_be_read(client, tree, people, kind):
    page = getattr(tree, kind)
    page.save_revision()
    page.refresh_from_db()
    _, token = asked(page, people[Role.EDITOR])
    assert client.get(reverse("review_read", args=[token])).status_code == 200


class TestStaff:
    @pytest.fixture
    def staff(self, client, people):
        client.force_login(people[Role.EDITOR])
        return client

    def url(self, page):
        return reverse("reviews", args=[page.pk])

    def test_the_link_is_shown_once_and_works(self, staff, page):
        response = staff.post(self.url(page), {"reviewer": "Sam", "days": "7", "email": "", "request": "Read it."})
        (link,) = re.findall(r'value="(http[^"]*/review/[^"]+)"', response.text)
        assert "no-store" in response["Cache-Control"]
        assert "/review/" not in staff.get(self.url(page)).text.replace("/reviews/", "")
        assert Client().get(link.removeprefix("http://localhost")).status_code == 200

    def test_it_is_mailed_where_an_address_is_given_and_the_address_is_not_kept(
        self, staff, page, mailoutbox, django_capture_on_commit_callbacks
    ):
        staff.post(self.url(page), {"reviewer": "Sam", "days": "7", "email": "sam@example.org", "request": ""})
        (mail,) = mailoutbox
        assert mail.to == ["sam@example.org"]
        assert "/review/" in mail.body
        assert "Ideas" in mail.subject
        assert "sam@example.org" not in str(list(Review.objects.values()))

    def test_mistakes_are_named_and_stay(self, staff, page):
        response = staff.post(self.url(page), {"reviewer": "a\x00b", "days": "400", "email": "nobody", "request": "q"})
        assert response.status_code == 200
        for words in ("Type it again", "from 1 to 60", "Give an e-mail address"):
            assert words in response.text
        assert not Review.objects.exists()

    def test_a_link_is_withdrawn_with_a_button(self, staff, page, review):
        url = reverse("review_withdraw", args=[page.pk, review[0].pk])
        staff.get(url)
        review[0].refresh_from_db()
        assert not review[0].revoked_at
        staff.post(url)
        review[0].refresh_from_db()
        assert review[0].revoked_at

    def test_answers_show_in_the_editor_in_the_history_and_on_the_dashboard(self, staff, page, review):
        say(review[0], Verdict.CHANGES, "Mend the figures.")
        for url in (
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            reverse("wagtailadmin_pages:history", args=[page.pk]),
            self.url(page),
        ):
            assert "Mend the figures." in staff.get(url).text, url
        assert "Asks for changes" in staff.get(reverse("wagtailadmin_home")).text

    def test_the_menu_of_the_page_leads_there(self, staff, page):
        assert self.url(page) in staff.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
        assert self.url(page) in staff.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).text

    def test_staff_of_another_area_and_of_other_trades_are_refused(self, client, page, people, review):
        other = make_tree(make_area("there.localhost", "Thereshire", is_default=False), count=1)
        stranger = User.objects.create_user("stranger")
        stranger.groups.add(make_roles(other.site)[Role.ADMINISTRATOR])
        for user in (stranger, people[Role.ANALYST]):
            client.force_login(user)
            for url in (self.url(page), reverse("review_withdraw", args=[page.pk, review[0].pk])):
                assert client.get(url).status_code in (302, 403, 404)
                client.post(url, {"reviewer": "Sam", "days": "7"})
        assert Review.objects.count() == 1
        review[0].refresh_from_db()
        assert not review[0].revoked_at
