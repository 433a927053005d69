"""Ambitions: a code that only one has, links both ways, a status whose history nothing rolls back."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from strategy.models import AmbitionPage
from tests.strategy.factories import AmbitionPageFactory, AmbitionStatusFactory


def test_a_code_belongs_to_one_ambition_of_the_strategy(tree):
    taken = tree.ambitions[0]
    with pytest.raises(ValidationError) as refusal:
        AmbitionPageFactory(parent=tree.ambition_index, priority=tree.priorities[0], code=taken.code)
    assert f"“{taken.title}” already has the code {taken.code}" in str(refusal.value)


def test_an_ambition_may_keep_its_own_code(tree):
    ambition = tree.ambitions[0]
    ambition.title = "Put better"
    ambition.save()
    assert AmbitionPage.objects.get(pk=ambition.pk).title == "Put better"


@pytest.mark.parametrize("code", ["e1", "E", "1", "E-1", "TOOL1", "E1\n"])
def test_a_code_is_letters_and_a_number(tree, code):
    with pytest.raises(ValidationError) as refusal:
        AmbitionPageFactory(parent=tree.ambition_index, priority=tree.priorities[0], code=code)
    assert "code" in refusal.value.message_dict


def test_links_show_in_both_directions(tree, client):
    leads, contributes = tree.ambitions[0], tree.ambitions[1]
    own = client.get(leads.url).text
    for part in (tree.foundations[0], tree.challenges[0], tree.health_priorities[0]):
        assert part.title in own
        text = client.get(part.url).text
        assert text.index(leads.title) < text.index(contributes.title)  # those that lead come first
        assert "Leads" in text
        assert "Contributes" in text


def test_the_latest_status_counts_and_the_history_stays(tree, client):
    ambition = tree.ambitions[0]
    AmbitionStatusFactory(ambition=ambition, status="upcoming", on=dt.date(2020, 1, 1), reason="Planned.")
    AmbitionStatusFactory(ambition=ambition, status="some_delay", on=dt.date(2020, 3, 12), reason="Late money.")
    # Written last, of the same day: a correction.
    AmbitionStatusFactory(ambition=ambition, status="on_track", on=dt.date(2020, 3, 12), reason="Money came.")
    text = client.get(ambition.url).text
    assert text.index("On track") < text.index("Some delay") < text.index("Upcoming")
    assert "12 March 2020, Climate lead" in text
    assert AmbitionPage.objects.with_status().get(pk=ambition.pk).status_now == "on_track"
    assert "On track" in client.get(ambition.priority.url).text


def test_an_ambition_without_a_status_says_so(tree, client):
    assert "Status not stated" in client.get(tree.ambitions[0].url).text


def test_a_status_takes_the_area_of_its_ambition(tree, area):
    assert AmbitionStatusFactory(ambition=tree.ambitions[0]).site == area


def test_no_revision_and_no_deletion_takes_the_history_away(tree):
    ambition = tree.ambitions[0]
    before = ambition.save_revision()
    AmbitionStatusFactory(ambition=ambition)
    before.publish()
    assert ambition.statuses.count() == 1
    with pytest.raises(ProtectedError):
        ambition.delete()


def test_lettered_commitments_and_the_priorities_that_carried_them_on(tree, client):
    from strategy.models import DraftPriority

    foundation, priority = tree.foundations[0], tree.priorities[0]
    for at in range(2):
        draft = DraftPriority(page=foundation, sort_order=at, statement=f"Commitment {at}", examples="One\n\nTwo")
        draft.carried_on_by = [priority]
        draft.save()
    text = client.get(foundation.url).text
    assert 'id="draft-a"' in text
    assert 'id="draft-b"' in text
    assert text.index("Commitment 0") < text.index("Commitment 1")
    assert f'<a href="{priority.url}">{priority.title}</a>' in text
    assert "Commitment 1" in client.get(priority.url).text
