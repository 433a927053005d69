"""How a page is approved: chosen without code by those who may publish, kept to the area, followed by what is below."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Workflow, WorkflowPage

from lis_site.roles import Role, make_roles
from strategy.models import AreaSettings, BoardReview, Verdict
from strategy.review import links
from strategy.review.approval import CannotChoose, Way, choose, may_choose, way_of, ways_for
from tests.strategy.factories import make_area


@pytest.fixture
def people(tree):
    groups = make_roles(tree.site)
    found = {role: User.objects.create_user(f"a-{role}", password="x") for role in Role}
    for role, user in found.items():
        user.groups.add(groups[role])
    return found


def chosen(page, way, user):
    choose(page=page, way=way, user=user, now=timezone.now())
    return type(page).objects.get(pk=page.pk)


class TestWorkflowsOfAnArea:
    def test_making_the_roles_again_makes_no_second_workflow_and_keeps_what_staff_changed(self, tree, people):
        approver = people[Role.APPROVER]
        chosen(tree.home, Way.BOARD, approver)
        before = set(Workflow.objects.values_list("pk", flat=True)), set(WorkflowPage.objects.values_list("page_id"))
        make_roles(tree.site)
        assert before == (
            set(Workflow.objects.values_list("pk", flat=True)),
            set(WorkflowPage.objects.values_list("page_id")),
        )
        assert way_of(tree.home) == Way.BOARD

    def test_every_area_has_its_own(self, tree, people):
        there = make_area("there.localhost", "Thereshire", is_default=False)
        make_roles(there)
        here, other = (set(ways_for(site.root_page).values()) for site in (tree.site, there))
        assert len(here) == len(other) == 2
        assert not here & other

    def test_the_step_for_a_reader_comes_before_the_approvers(self, tree, people):
        settings = AreaSettings.for_site(tree.site)
        first, second = settings.board_approval.tasks
        assert isinstance(first.specific, BoardReview)
        assert [second] == list(settings.approval.tasks)


class TestChoosing:
    def test_a_page_begins_with_the_approvers_and_follows_the_page_above(self, tree, people):
        page = tree.foundations[0]
        assert (way_of(tree.home), way_of(page)) == (Way.APPROVERS, Way.AS_ABOVE)
        chosen(tree.foundation_index, Way.BOARD, people[Role.APPROVER])
        settings = AreaSettings.for_site(tree.site)
        assert page.get_workflow() == settings.board_approval
        assert tree.sectors[0].get_workflow() == settings.approval
        page = chosen(page, Way.APPROVERS, people[Role.APPROVER])
        assert page.get_workflow() == settings.approval
        page = chosen(page, Way.AS_ABOVE, people[Role.APPROVER])
        assert page.get_workflow() == settings.board_approval

    def test_it_is_written_in_the_history_once(self, tree, people):
        for _ in range(2):
            chosen(tree.foundations[0], Way.BOARD, people[Role.APPROVER])
        entry = PageLogEntry.objects.get(action="strategy.review.way")
        assert entry.user == people[Role.APPROVER]
        assert "review link first" in entry.message

    def test_nothing_is_above_the_home_page(self, tree, people):
        with pytest.raises(CannotChoose, match="one of the others"):
            chosen(tree.home, Way.AS_ABOVE, people[Role.ADMINISTRATOR])

    @pytest.mark.parametrize("role", Role)
    def test_those_who_may_publish_choose(self, tree, people, role):
        assert may_choose(people[role], tree.foundations[0]) == (role in (Role.APPROVER, Role.ADMINISTRATOR))

    def test_staff_of_another_area_do_not(self, tree):
        group = make_roles(make_area("there.localhost", "Thereshire", is_default=False))[Role.ADMINISTRATOR]
        stranger = User.objects.create_user("stranger")
        stranger.groups.add(group)
        assert not may_choose(stranger, tree.foundations[0])

    def test_a_workflow_made_by_hand_is_none_of_them_and_can_be_left(self, tree, people):
        page = tree.foundations[0]
        WorkflowPage.objects.create(page=page, workflow=Workflow.objects.create(name="By hand"))
        assert way_of(page) is None
        assert way_of(chosen(page, Way.AS_ABOVE, people[Role.APPROVER])) == Way.AS_ABOVE


class TestInTheAdmin:
    @pytest.fixture
    def page(self, tree, people):
        page = tree.foundations[0]
        page.title = "Redrafted"
        page.save_revision(user=people[Role.EDITOR])
        return type(page).objects.get(pk=page.pk)

    def test_an_approver_chooses_on_the_page_about_reviews(self, client, page, people):
        client.force_login(people[Role.APPROVER])
        assert "How this page is approved" in client.get(reverse("reviews", args=[page.pk])).text
        response = client.post(reverse("review_way", args=[page.pk]), {"way": "board"}, follow=True)
        assert "from the next time that the page is sent" in response.text
        assert way_of(page) == Way.BOARD

    @pytest.mark.parametrize("way", ["", "nonsense", "\x00", "x" * 100_000])
    def test_anything_else_is_refused_in_words(self, client, page, people, way):
        client.force_login(people[Role.APPROVER])
        response = client.post(reverse("review_way", args=[page.pk]), {"way": way}, follow=True)
        assert "Choose one of the ways" in response.text
        assert way_of(page) == Way.AS_ABOVE

    def test_an_editor_neither_sees_the_choice_nor_makes_it(self, client, page, people):
        client.force_login(people[Role.EDITOR])
        assert "How this page is approved" not in client.get(reverse("reviews", args=[page.pk])).text
        client.post(reverse("review_way", args=[page.pk]), {"way": "board"})
        assert way_of(page) == Way.AS_ABOVE

    def test_a_page_that_waits_for_a_reader_says_who_must_make_the_link(self, client, page, people):
        page = chosen(page, Way.BOARD, people[Role.APPROVER])
        page.get_workflow().start(page, people[Role.EDITOR])
        client.force_login(people[Role.EDITOR])
        assert "ask an approver to make the link" in client.get(reverse("reviews", args=[page.pk])).text
        client.force_login(people[Role.APPROVER])
        assert "the page goes on to its next step" in client.get(reverse("reviews", args=[page.pk])).text

    def test_from_the_reader_to_the_approvers_to_the_public(self, page, people):
        page = chosen(page, Way.BOARD, people[Role.APPROVER])
        page.get_workflow().start(page, people[Role.EDITOR])
        now = timezone.now()
        review, _ = links.ask(page=page, reviewer="Jo", days=7, user=people[Role.APPROVER], now=now)
        links.answer(review=review, verdict=Verdict.APPROVE, comment="", signed="Jo", now=now)
        page = type(page).objects.get(pk=page.pk)
        assert page.title != "Redrafted"
        state = page.current_workflow_task_state
        assert state.task == AreaSettings.for_site(review.site).approval.tasks[0]
        state.approve(user=people[Role.APPROVER])
        assert type(page).objects.get(pk=page.pk).title == "Redrafted"
