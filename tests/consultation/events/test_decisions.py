"""Cancelling, postponing and moving: logged with who, when and why; corrections of words are not."""

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consultation.events import decisions
from consultation.events.decisions import ReasonMissing, cancel, postpone, save_event
from consultation.models import Event
from tests.consultation.events.factories import EventFactory, london


@pytest.fixture
def event(area):
    return EventFactory(site=area, venue_name="Town Hall")


def save(event, why="", by=None):
    return save_event(event=event, why=why, by=by, now=timezone.now())


def test_a_draft_is_nobodys_business_until_it_is_published(area):
    draft = EventFactory.build(site=area, is_published=False)
    assert save(draft) is None
    draft.venue_name = "Elsewhere"
    assert save(draft) is None
    draft.is_published = True
    assert save(draft).decision == "published"
    assert draft.sequence == 0


def test_cancelling_is_logged_with_who_when_and_why(event):
    jo = User.objects.create(username="jo")
    now = timezone.now()
    entry = cancel(event=event, why="The room is flooded.", by=jo, now=now)
    event.refresh_from_db()
    assert (event.standing, event.sequence) == ("cancelled", 1)
    assert (entry.decision, entry.why, entry.decided_by, entry.decided_at) == (
        "cancelled",
        "The room is flooded.",
        jo,
        now,
    )


def test_a_new_date_or_place_makes_it_moved_and_keeps_where_it_was(event):
    event.venue_name = "Library"
    entry = save(event, "The hall is too small.")
    assert (entry.decision, entry.was_where, event.standing, event.sequence) == ("moved", "Town Hall", "moved", 1)
    event.starts_at, event.ends_at = london(2030, 6, 1, 10), london(2030, 6, 1, 11)
    entry = save(event, "At the speaker's wish.")
    assert (entry.decision, entry.was_when) == ("moved", "Tuesday 14 May 2030, 10am to midday")
    assert Event.objects.get(pk=event.pk).sequence == 2


def test_a_correction_of_words_is_no_decision(event):
    event.title, event.summary, event.agenda = "Better title", "Better words", "<p>Tea</p>"
    assert save(event) is None
    assert event.sequence == 0
    assert not event.decisions.exists()


@pytest.mark.parametrize("why", ["", "  "])
def test_without_a_reason_nothing_is_changed(event, why):
    with pytest.raises(ReasonMissing, match="Say why"), transaction.atomic():
        postpone(event=event, why=why, by=None, now=timezone.now())
    assert Event.objects.get(pk=event.pk).standing == "as_planned"


def test_it_may_go_ahead_after_all(event):
    cancel(event=event, why="Flood.", by=None, now=timezone.now())
    event.standing = "as_planned"
    assert save(event, "The room is dry.").decision == "reinstated"
    assert event.sequence == 2


def test_listeners_hear_of_material_changes_only(event, monkeypatch):
    heard = []
    monkeypatch.setattr(decisions, "_listeners", [])
    decisions.when_materially_changed(lambda event, entry, now: heard.append(entry.decision))
    event.title = "Another"
    save(event)
    assert heard == []
    cancel(event=event, why="Flood.", by=None, now=timezone.now())
    assert heard == ["cancelled"]
