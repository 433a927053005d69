"""At most 12 queries for any page type in a warm process with no page cache, whatever the number of rows."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from consultation.events.choices import OrganisationKind
from consultation.events.decisions import save_event
from consultation.events.models import EventPaper, EventPeopleByDistrict, EventPeopleByKind, EventSubject
from consultation.evidence.models import CallForEvidence, EntrySubject, EntryUse, RegisterEntry
from consultation.models import EngagementSnapshot
from consultation.pages import ConsultationSubject
from consultation.subscriptions.models import ConsultationNews
from consultation.surveys.models import Survey
from strategy.models import (
    AmbitionEvidence,
    District,
    DraftPriority,
    HomeKeyFigure,
    LibrarySubject,
    Milestone,
    SiteDocument,
)
from strategy.open_data import datasets
from tests.consultation.events.factories import EventFactory, EventsPageFactory
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.consultation.feedback.factories import make_row
from tests.strategy import factories
from tests.strategy.factories import (
    AmbitionStatusFactory,
    DistrictFactory,
    GlossaryTermFactory,
    KeyFigureFactory,
    make_area,
    make_tree,
)
from tests.strategy.library_factories import LibraryPageFactory, LibraryShelfPageFactory, NewsPageFactory
from tests.strategy.tracker.factories import furnish_tracker

BUDGET = 12
DAY = dt.date(2026, 11, 1)


def furnish(area, count):
    """A tree with `count` of everything that a page may show; the address of one page of each type."""
    tree = make_tree(area, count=count)
    figures = [KeyFigureFactory(site=area) for _ in range(count)]
    for at, figure in enumerate(figures):
        HomeKeyFigure.objects.create(page=tree.home, figure=figure)
        DistrictFactory(site=area)
        GlossaryTermFactory(site=area, acronym=f"AB{at}")
        Milestone.objects.create(page=tree.strategy, title=f"Step {at}")
        draft = DraftPriority(page=tree.foundations[0], statement=f"Commitment {at}")
        draft.carried_on_by = tree.priorities
        draft.save()
        AmbitionStatusFactory(ambition=tree.ambitions[0], on=dt.date(2020, 1, 1) + dt.timedelta(at))
    for ambition in tree.ambitions[2:]:
        for part in (tree.foundations[0], tree.challenges[0], tree.health_priorities[0]):
            tree.link(ambition, part)
    for part in (*tree.foundations[1:], *tree.challenges[1:], *tree.health_priorities[1:]):
        tree.link(tree.ambitions[0], part)
    links = "".join(f'<p><a linktype="page" id="{page.pk}">there</a></p>' for page in tree.foundations)
    body = [("text", links), ("figures", figures), ("links", tree.foundations), ("districts", None)]
    engaged = [("text", links), ("figures", figures), ("engagement", None)]
    for page in (
        tree.home,
        tree.strategy,
        tree.foundations[0],
        tree.ambitions[0],
        tree.priorities[0],
        tree.health_priorities[0],
    ):
        page.body = [("heading", "Words"), ("text", links)]
        page.save()
    say = HaveYourSayPageFactory(parent=tree.home)
    consultations = [ConsultationPageFactory(parent=say) for _ in range(count)]
    for consultation in consultations:
        for page in (tree.strategy, tree.foundations[0], tree.ambitions[0], tree.sectors[0]):
            ConsultationSubject.objects.create(consultation=consultation, page=page)
    events = add_events(tree, consultations[0], count)
    add_what_came_of_it(tree, consultations[0], count)
    library = add_library(tree, count)
    tracker = furnish_tracker(area, count)
    determinants = factories.HealthDeterminantsPageFactory(
        parent=tree.strategy,
        determinants=[("determinant", {"name": "Work", "text": "", "pages": [p]}) for p in tree.foundations],
    )
    pages = {
        "home": tree.home,
        "strategy": tree.strategy,
        "foundation index": tree.foundation_index,
        "foundation": tree.foundations[0],
        "challenge index": tree.challenge_index,
        "challenge": tree.challenges[0],
        "priority index": tree.priority_index,
        "priority": tree.priorities[0],
        "ambition index": tree.ambition_index,
        "ambition": tree.ambitions[0],
        "health index": tree.health_index,
        "health priority": tree.health_priorities[0],
        "determinants": determinants,
        "sector index": tree.sector_index,
        "sector": tree.sectors[0],
        "matrix": tree.matrix,
        "overview": factories.OverviewPageFactory(parent=tree.strategy, thread_page=say),
        "glossary": factories.GlossaryPageFactory(parent=tree.home),
        "whole strategy": tree.whole,
        "standard": factories.StandardPageFactory(parent=tree.home, body=body),
        "engagement": factories.StandardPageFactory(parent=tree.home, body=engaged),
        "library": library,
        "news": library.get_children().first(),
        "tracker": tracker,
        "events": EventsPageFactory(parent=tree.home, body=[("text", links)]),
        "accessibility": factories.AccessibilityStatementPageFactory(parent=tree.home),
        "privacy": factories.PrivacyPageFactory(parent=tree.home),
        "cookies": factories.CookiesPageFactory(parent=tree.home),
        "contact": factories.ContactPageFactory(parent=tree.home),
        "have your say": say,
        "consultation": consultations[0],
    }
    addresses = {name: page.url for name, page in pages.items()} | {"404": "/no/such/page/"}
    return addresses | {
        "past events": "/events/?when=past",
        "event": events[0].get_absolute_url(),
        "event file": f"{events[0].get_absolute_url()}calendar.ics",
        "partnership": "/tracker/partnership-of-place-0/",
        "themes": "/tracker/themes/",
        "data": "/data/",
        "calendar": "/events/calendar.ics",
        "feed": "/events/feed.atom",
        **{f"data: {one.key}": f"/data/{one.key}.csv" for one in datasets()},
    }


def add_what_came_of_it(tree, consultation, count):
    """News, a survey, a call for evidence and what was done on one consultation; evidence that an ambition rests on."""
    for at in range(count):
        held = {"site": tree.site, "consultation": consultation, "title": "Held", "slug": f"held-{at}"}
        Survey.objects.create(is_history=True, closes_on=dt.date(2020, 1, 1), **held)
        call = CallForEvidence.objects.create(is_history=True, closes_on=dt.date(2020, 1, 1), **held)
        ConsultationNews.objects.create(site=tree.site, consultation=consultation, title="News", is_published=True)
        make_row(consultation, tree.ambitions[0], tree.foundations[0], tree.strategy)
        entry = RegisterEntry.objects.create(
            site=tree.site,
            year=2026,
            number=at + 1,
            call=call,
            title="Study",
            is_public=True,
            status="used",
            received_on=DAY,
        )
        EntrySubject.objects.create(entry=entry, page=tree.ambitions[0])
        EntryUse.objects.create(entry=entry, page=tree.ambitions[0])
        AmbitionEvidence.objects.create(ambition=tree.ambitions[0], name="Study", page=tree.sectors[0])


def add_library(tree, count):
    """News about every kind of page that shows what the library holds about it."""
    library = LibraryPageFactory(parent=tree.home)
    LibraryShelfPageFactory(parent=library)
    for _ in range(count):
        news = NewsPageFactory(parent=library)
        for page in (tree.strategy, tree.foundations[0], tree.challenges[0], tree.ambitions[0], tree.priorities[0]):
            LibrarySubject.objects.create(item=news, page=page)
    return library


def add_events(tree, consultation, count):
    """Events to come and past, each about everything; the first has moved, is over, and has all that an event may."""
    districts = list(District.objects.all())
    events = []
    for at in range(count):
        for make in (EventFactory, EventFactory.held):
            event = make(site=tree.site, sector=tree.sectors[0], consultation=consultation, mode="both", attendance=90)
            event.districts.set(districts)
            event.save()
            for page in (tree.strategy, tree.foundations[0], tree.ambitions[0]):
                EventSubject.objects.create(event=event, page=page)
            events.append(event)
        EngagementSnapshot.objects.create(site=tree.site, people=100, document=f"Paper {at}")
    past = events[1]
    past.venue_name, past.description = "Library", f'<p><a linktype="page" id="{tree.strategy.pk}">there</a></p>'
    save_event(event=past, why="More room.", by=None, now=timezone.now())
    for district in districts:
        EventPeopleByDistrict.objects.create(event=past, district=district, people=9 if len(districts) < 9 else 2)
    for kind in OrganisationKind.values[:3]:
        EventPeopleByKind.objects.create(event=past, kind=kind, people=20)
    for number in range(count):
        document = SiteDocument.objects.create(title=f"Paper {number}", file=ContentFile(b"x", f"{number}.txt"))
        EventPaper.objects.create(event=past, document=document)
    return [past, *events]


def queries_of(client, addresses):
    counts = {}
    for name, url in addresses.items():
        client.get(url)  # warm
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
            for _ in response.streaming_content if response.streaming else ():
                pass  # what streams asks as it goes
        counts[name] = len(captured)
    return counts


@pytest.mark.django_db
def test_every_page_type_stays_within_the_budget_and_no_row_costs_a_query(client):
    counts = {}
    for count in (3, 12):
        with transaction.atomic():
            counts[count] = queries_of(client, furnish(make_area(), count))
            transaction.set_rollback(True)
        Site.clear_site_root_paths_cache()
    grown = {name: (counts[3][name], number) for name, number in counts[12].items() if number != counts[3][name]}
    assert not grown, grown
    over = {name: number for name, number in counts[12].items() if number > BUDGET}
    assert not over, over


def test_the_count_would_notice_a_query_for_each_row(tree, client):
    """The negative control: looking up each page's own fields costs a query a page, and is seen."""
    with CaptureQueriesContext(connection) as captured:
        for page in tree.foundation_index.get_children():
            assert page.specific
    assert len(captured) >= len(tree.foundations) + 1
