"""Consultations, what came of them, events and seats as data: what is public, with small counts withheld."""

import datetime as dt

import pytest
from wagtail.models import PageViewRestriction

from consultation.events.decisions import cancel
from consultation.events.models import EventSubject
from consultation.pages import ConsultationExtension, ConsultationSubject
from consultation.subscriptions.models import ConsultationNews
from strategy.models import District
from strategy.open_data import dataset_named
from tests.consultation.events.factories import EventFactory
from tests.consultation.factories import ConsultationPageFactory
from tests.consultation.feedback.factories import make_consultation, make_row
from tests.consultation.round_tables.factories import NOW as BOOKABLE
from tests.consultation.round_tables.factories import make_round_table

NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)


def rows(key, site):
    return list(dataset_named(key).rows(site, NOW))


@pytest.fixture
def consultation(tree):
    return make_consultation(tree)


def hide(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_what_was_done_about_what_people_said(client, tree, consultation):
    shown = make_row(
        consultation, *tree.ambitions[:2], themes=(("Fares", 12), ("Seats", 4), ("Doors", None)), source="A paper"
    )
    make_row(consultation, tree.ambitions[0], published=False, said="A draft.")
    hide(tree.ambitions[1])
    (row,) = rows("you-said-we-did", tree.site)
    assert (row["row"], row["said"], row["answer"], row["did"]) == (shown.pk, shown.said, "We did", shown.did)
    assert (row["consultation"], row["address"]) == (consultation.title, consultation.full_url)
    assert (row["published"], row["corrected"]) == (dt.date(2026, 11, 22), None)
    themes = [(row["theme"], row["responses"], row["is withheld"]) for row in rows("you-said-themes", tree.site)]
    assert themes == [("Fares", 12, False), ("Seats", None, True), ("Doors", None, False)]
    assert [row["page"] for row in rows("you-said-pages", tree.site)] == [tree.ambitions[0].title]
    text = client.get(consultation.url).text
    assert "12 responses" in text
    assert "fewer than 5 responses" in text
    assert "4 responses" not in text


def test_a_row_that_stands_on_no_open_page_is_not_told(tree, consultation):
    make_row(consultation, tree.ambitions[0])
    hide(consultation)
    (row,) = rows("you-said-we-did", tree.site)
    assert (row["consultation"], row["address"]) == (None, None)
    hide(tree.ambitions[0])
    for key in ("you-said-we-did", "you-said-themes", "you-said-pages"):
        assert rows(key, tree.site) == []


def test_a_consultation_with_its_clock_its_subjects_its_news_and_how_it_was_extended(tree, consultation):
    past = ConsultationPageFactory(
        parent=consultation.get_parent(),
        opens_on=dt.date(2026, 1, 1),
        closes_on=dt.date(2026, 2, 1),
        late_because="It took longer.",
    )
    for_few = ConsultationPageFactory(parent=consultation.get_parent())
    for page in (past, for_few):
        ConsultationSubject.objects.create(consultation=page, page=tree.strategy)
        ConsultationExtension.objects.create(
            page=page,
            was_closing_on=dt.date(2026, 1, 20),
            closes_on=dt.date(2026, 2, 1),
            why="Snow.",
            decided_on=dt.date(2026, 1, 19),
        )
        for is_published in (True, False):
            ConsultationNews.objects.create(
                site=tree.site,
                consultation=page,
                title="News",
                text="<p>One.</p><p>Two.</p>",
                is_published=is_published,
            )
    ConsultationSubject.objects.create(consultation=past, page=tree.sectors[0])
    tree.sectors[0].unpublish()
    hide(for_few)
    (row,) = (row for row in rows("consultations", tree.site) if row["title"] == past.title)
    assert (row["outcome due"], row["outcome published"]) == (dt.date(2026, 4, 26), None)
    assert (row["state"], row["why the outcome is late"]) == ("Closed", "It took longer.")
    assert [row["page"] for row in rows("consultation-pages", tree.site)] == [tree.strategy.title]
    assert [row["why"] for row in rows("consultation-extensions", tree.site)] == ["Snow."]
    assert [row["text"] for row in rows("consultation-news", tree.site)] == ["One.\nTwo."]


def test_an_event_says_where_it_is_for_what_it_is_about_and_why_it_does_not_take_place(tree, django_assert_num_queries):
    event = EventFactory(site=tree.site, sector=tree.sectors[0])
    event.districts.set([District.objects.create(site=tree.site, name=name) for name in ("Barnsley", "Calder")])
    event.save()
    for page in (tree.strategy, tree.sectors[1]):
        EventSubject.objects.create(event=event, page=page)
    tree.sectors[1].unpublish()
    EventFactory(site=tree.site, is_published=False, sector=tree.sectors[0])
    cancel(event=event, why="Snow.", by=None, now=NOW)
    with django_assert_num_queries(1):
        (row,) = rows("events", tree.site)
    assert (row["districts"], row["why"]) == ("Barnsley; Calder", "Snow.")
    with django_assert_num_queries(2):
        assert [row["page"] for row in rows("event-pages", tree.site)] == [tree.sectors[0].title, tree.strategy.title]


def test_seats_are_counted_and_places_left_told_in_bands(area):
    table = make_round_table(area, 20, online=30)
    table.pools.update(taken=18)
    (row,) = dataset_named("round-tables").rows(area, BOOKABLE)
    assert (row["seats"], row["seats in person"], row["seats online"]) == (50, 20, 30)
    assert (row["state"], row["places left"]) == ("Open", "Places available")
    assert 18 not in row.values()
    (row,) = dataset_named("round-tables").rows(area, table.closes_at)
    assert (row["state"], row["places left"]) == ("Booking is closed", None)
