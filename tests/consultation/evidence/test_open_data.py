"""Calls and the register as data: what the public reads and nothing more, with small numbers withheld."""

import datetime as dt

import pytest

from consultation.evidence.choices import Use
from consultation.evidence.models import EntrySubject, EntryUse, RegisterEntry
from consultation.evidence.register import number_entry
from consultation.models import EvidenceSubmission
from strategy.open_data import dataset_named
from tests.consultation.evidence.factories import NOW, make_call

AFTER = dt.datetime(2026, 12, 24, tzinfo=dt.UTC)


def rows(key, site, now=NOW):
    return list(dataset_named(key).rows(site, now))


def send(call, times, **fields):
    for _ in range(times):
        EvidenceSubmission.objects.create(
            site=call.site, call=call, state="sent", started_at=NOW, saved_at=NOW, sent_at=NOW, **fields
        )


def enter(site, **fields):
    entry = RegisterEntry(site=site, received_on=dt.date(2026, 11, 3), **{"title": "Wool", "is_public": True} | fields)
    number_entry(entry).save()
    return entry


@pytest.mark.parametrize(
    ("times", "shown", "is_withheld"), [(0, 0, False), (1, None, True), (4, None, True), (5, 5, False)]
)
def test_a_small_number_of_senders_is_withheld(area, times, shown, is_withheld):
    send(make_call(area), times, name="Jo Bloggs")
    (row,) = rows("calls-for-evidence", area, AFTER)
    assert (row["submissions"], row["is withheld"]) == (shown, is_withheld)
    assert "Bloggs" not in str(row)


@pytest.mark.parametrize("fields", [{}, {"is_demonstration": True}, {"is_history": True, "published_at": None}])
def test_nothing_is_counted_while_it_is_open_nor_for_what_is_not_real_or_not_here(area, fields):
    send(make_call(area, **fields), 9)
    (row,) = rows("calls-for-evidence", area, AFTER if fields else NOW)
    assert (row["submissions"], row["is withheld"]) == (None, False)


def test_no_small_number_can_be_reckoned_from_the_total_and_the_others(area):
    """The site tells elsewhere how many sent evidence in all: 12 less 9 would give the 3 away."""
    for slug, times in (("one", 9), ("two", 3)):
        send(make_call(area, slug=slug), times)
    assert all(row["submissions"] is None and row["is withheld"] for row in rows("calls-for-evidence", area, AFTER))


def test_what_is_set_aside_or_taken_back_is_not_counted(area):
    call = make_call(area)
    send(call, 5)
    send(call, 1, is_quarantined=True)
    EvidenceSubmission.objects.filter(is_quarantined=False).first().delete()
    assert rows("calls-for-evidence", area, AFTER)[0]["submissions"] is None


def test_a_draft_is_nowhere_and_questions_are_numbered(area):
    make_call(area, published_at=None, slug="hidden")
    make_call(area)
    assert [row["call"] for row in rows("calls-for-evidence", area)] == ["wool"]
    assert [(row["call"], row["number"]) for row in rows("call-questions", area)] == [("wool", 1), ("wool", 2)]


def test_the_register_holds_what_is_public_and_what_became_of_it(tree):
    shown = enter(tree.site, status=Use.NOT_USED, why_not_used="Too old.")
    hidden = enter(tree.site, title="For few", is_public=False)
    tree.ambitions[1].unpublish()
    for entry in (shown, hidden):
        for page in tree.ambitions[:2]:
            EntrySubject.objects.create(entry=entry, page=page)
        EntryUse.objects.create(entry=entry, page=tree.strategy, what_for="Its figures.")
    (row,) = rows("evidence-register", tree.site)
    assert (row["code"], row["status"], row["why not used"]) == ("CE-2026-001", "Not used", "Too old.")
    told = [(row["code"], row["relation"], row["page"]) for row in rows("evidence-register-pages", tree.site)]
    assert told == [
        ("CE-2026-001", "bears on", tree.ambitions[0].title),
        ("CE-2026-001", "used in", tree.strategy.title),
    ]


def test_the_set_costs_the_same_queries_whatever_its_length(area, django_assert_num_queries):
    for at in range(12):
        make_call(area, slug=f"call-{at}")
        enter(area)
    for key, queries in (("calls-for-evidence", 1), ("evidence-register", 1), ("call-questions", 1)):
        with django_assert_num_queries(queries):
            assert len(rows(key, area)) >= 12
