"""A list of 1,500 costs the queries of one of 15, at most 12, and a page of it does not grow without end."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from consultation.analysis.models import PublishedWords
from consultation.analysis.results import publish
from consultation.evidence.models import EntrySubject, RegisterEntry
from consultation.models import CallForEvidence, ConsultationPage, Event
from consultation.pages import ConsultationSubject
from consultation.surveys.models import SentAnswers
from strategy.models import (
    AmbitionEvidence,
    AmbitionFoundation,
    AmbitionPage,
    AmbitionStatus,
    GlossaryTerm,
    LibraryItemPage,
    LibrarySubject,
    LocalStrategy,
    LocalStrategyLink,
    NewsPage,
    Partnership,
    PartnershipLink,
    SectorPage,
    TrackerChange,
)
from tests.consultation.analysis.factories import said, send
from tests.consultation.events.factories import EventFactory, EventsPageFactory
from tests.consultation.evidence.factories import make_call
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.consultation.surveys.factories import open_survey
from tests.strategy.factories import GlossaryPageFactory
from tests.strategy.library_factories import LibraryPageFactory, NewsPageFactory
from tests.strategy.tracker.factories import ThemeFactory, TrackerPageFactory, WaveFactory, make_partnership

FEW, MANY = 15, 1500
BUDGET = 12
MOST_BYTES = 250_000


def multiply_pages(sample, tables, number):
    """`number` pages like `sample`, below its parent: one statement for each table that its kind has."""
    made, first = [], int(sample.path[-sample.steplen :], 36)
    for at in range(number):
        path = sample._get_path(sample.get_parent().path, sample.depth, first + 1 + at)
        page = Page(
            path=path,
            depth=sample.depth,
            title=f"{sample.title} {at}",
            draft_title=f"{sample.title} {at}",
            slug=f"{sample.slug}-{at}",
            url_path=f"{sample.get_parent().url_path}{sample.slug}-{at}/",
            content_type=ContentType.objects.get_for_model(type(sample)),
            locale_id=sample.locale_id,
            translation_key=uuid.uuid4(),
            live=True,
            first_published_at=timezone.now(),
            last_published_at=timezone.now(),
        )
        made.append(page)
    Page.objects.bulk_create(made)
    for model in tables:
        pointer = model._meta.pk
        fields = [one for one in model._meta.local_concrete_fields if one is not pointer]
        names = ", ".join(f'"{one.column}"' for one in fields)
        table = model._meta.db_table
        given = ", ".join(f's."{one.column}"' for one in fields)
        statement = f"""INSERT INTO "{table}" ("{pointer.column}"{", " if names else ""}{names})
            SELECT new.id{", " if given else ""}{given} FROM "{table}" s, unnest(%s) AS new(id)
            WHERE s."{pointer.column}" = %s"""  # noqa: S608 - names of our own tables
        with connection.cursor() as cursor:
            cursor.execute(statement, [[page.pk for page in made], sample.pk])
    sample.get_parent().__class__.objects.filter(pk=sample.get_parent().pk).update(numchild=number + 1)
    return made


def furnish(tree, count):
    """`count` rows in each list; the address of each list, and of a later part of it."""
    site, ambition = tree.site, tree.ambitions[0]
    library = LibraryPageFactory(parent=tree.home)
    news = NewsPageFactory(parent=library, date_on=dt.date(2019, 1, 1), date_precision="year")
    items = multiply_pages(news, (LibraryItemPage, NewsPage), count - 1)
    LibrarySubject.objects.bulk_create(LibrarySubject(item_id=page.pk, page=ambition) for page in items)
    AmbitionEvidence.objects.bulk_create(AmbitionEvidence(ambition=ambition, name="It", page=page) for page in items)
    say = HaveYourSayPageFactory(parent=tree.home)
    past = ConsultationPageFactory(parent=say, opens_on=dt.date(2019, 1, 1), closes_on=dt.date(2019, 2, 1))
    consultations = multiply_pages(past, (ConsultationPage,), count - 1)
    ConsultationSubject.objects.bulk_create(
        ConsultationSubject(consultation_id=page.pk, page=ambition) for page in consultations
    )
    call = make_call(site, closes_on=dt.date(2019, 11, 30), opens_on=None)
    fields = {one.attname: getattr(call, one.attname) for one in call._meta.concrete_fields}
    calls = CallForEvidence.objects.bulk_create(
        CallForEvidence(**fields | {"id": None, "slug": f"call-{at}"}) for at in range(count - 1)
    )
    entries = RegisterEntry.objects.bulk_create(
        RegisterEntry(
            site=site,
            year=2026,
            number=at + 1,
            call=calls[0],
            title=f"Entry {at}",
            received_on=dt.date(2026, 1, 1),
            is_public=True,
        )
        for at in range(count)
    )
    EntrySubject.objects.bulk_create(EntrySubject(entry=entry, page=ambition) for entry in entries)
    EventsPageFactory(parent=tree.home)
    for make in (EventFactory, EventFactory.held):
        Event.objects.bulk_create(copies_of(make(site=site), count - 1))
    GlossaryPageFactory(parent=tree.home)
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(site=site, term=f"{chr(97 + at % 26)}-word {at}", meaning="What it means, in a plain sentence.")
        for at in range(count)
    )
    furnish_tracker(tree, count)
    survey = furnish_survey(site, count)
    return {
        "library": library.url,
        "library, narrowed": f"{library.url}?kind=newspage&year=2019&about={ambition.pk}&page=2",
        "feed of the library": "/feeds/all.atom",
        "have your say": say.url,
        "have your say, narrowed": f"{say.url}?state=closed&about={ambition.pk}&page=2",
        "register": "/evidence-register/",
        "register, later": f"/evidence-register/?about={ambition.pk}&page=2",
        "events": "/events/",
        "past events": "/events/?when=past&page=2",
        "glossary": "/glossary/",
        "glossary, later": "/glossary/?page=3",
        "tracker": "/tracker/",
        "tracker, narrowed": "/tracker/?wave=wave-a&sort=stage&page=2",
        "partnership": "/tracker/aside/",
        "feed of the tracker": "/tracker/changes.atom",
        "home": tree.home.url,
        "thread of an ambition": ambition.url,
        "themes": "/tracker/themes/",
        "register, of one call": "/evidence-register/?call=call-0",
        "call": "/evidence/call-0/",
        "survey results": f"/survey/{survey.slug}/results/",
        "survey results, words": f"/survey/{survey.slug}/results/answers/?page=2",
        "data": "/data/",
    }


def furnish_survey(site, count):
    """One with published results, and an answer in words of each of `count` people."""
    survey = open_survey(site, opens_on=dt.date(2026, 1, 1), closes_on=dt.date(2026, 1, 31))
    responses = send(survey, *(said(why="Because.") for _ in range(count)))
    publish(survey=survey, by=None, now=timezone.now())
    PublishedWords.objects.bulk_create(
        PublishedWords(response=one, question="why", words="Because.", decided_at=timezone.now(), of_submission=sent)
        for one, sent in zip(responses, SentAnswers.objects.order_by("pk").values_list("pk", flat=True), strict=True)
    )
    return survey


def copies_of(event, number):
    """Unsaved, each with an address of its own."""
    given = {one.attname: getattr(event, one.attname) for one in event._meta.concrete_fields}
    return [Event(**given | {"id": None, "slug": f"{event.slug}-{at}", "uid": uuid.uuid4()}) for at in range(number)]


def furnish_tracker(tree, count):
    site = tree.site
    TrackerPageFactory(parent=tree.home)
    wave: Any = WaveFactory(site=site, slug="wave-a", name="Wave A")
    theme = ThemeFactory(site=site)
    aside = make_partnership(site, "Aside", about="What is known about it.")
    many = Partnership.objects.bulk_create(
        Partnership(site=site, name=f"Place {at}", slug=f"place-{at}", about="What is known about it.")
        for at in range(count - 1)
    )
    strategies = LocalStrategy.objects.bulk_create(
        LocalStrategy(site=site, title=f"Strategy {at}", slug=f"strategy-{at}", wave=wave) for at in range(count - 1)
    )
    joins, tells = LocalStrategy.partnerships.through, LocalStrategy.themes.through
    pairs = list(zip(many, strategies, strict=True))
    joins.objects.bulk_create(joins(partnership=one, localstrategy=strategy) for one, strategy in pairs)
    tells.objects.bulk_create(tells(trackertheme=theme, localstrategy=strategy) for strategy in strategies)
    PartnershipLink.objects.bulk_create(PartnershipLink(partnership=one, kind="news", title="News") for one in many)
    LocalStrategyLink.objects.bulk_create(LocalStrategyLink(strategy=one, kind="news", title="N") for one in strategies)
    TrackerChange.objects.bulk_create(
        TrackerChange(site=site, partnership=aside, name="Aside", words="Changed.", at=timezone.now())
        for _ in range(count)
    )


def furnish_strategy(tree, count):
    """`count` ambitions, all of which one foundation serves, and `count` sectors."""
    site, foundation = tree.site, tree.foundations[0]
    multiply_pages(tree.sectors[-1], (SectorPage,), count - 1)
    ambitions = multiply_pages(tree.ambitions[-1], (AmbitionPage,), count - 1)
    AmbitionFoundation.objects.bulk_create(
        AmbitionFoundation(ambition_id=page.pk, part=foundation) for page in ambitions
    )
    AmbitionStatus.objects.bulk_create(
        AmbitionStatus(site=site, ambition_id=page.pk, status="on_track", on=dt.date(2026, 1, 1)) for page in ambitions
    )
    return {
        "ambitions": tree.ambition_index.url,
        "ambitions, later": f"{tree.ambition_index.url}?page=2",
        "sectors": tree.sector_index.url,
        "priorities": tree.priority_index.url,
        "health priorities": tree.health_index.url,
        "matrix": tree.matrix.url,
        "matrix, narrowed": f"{tree.matrix.url}?priority={tree.priorities[0].slug}",
        "matrix, gaps": f"{tree.matrix.url}?show=gaps",
        "foundation": foundation.url,
        "priority": tree.priorities[-1].url,
    }


def measured(client, addresses):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself, once rows are there to stay
    found = {}
    for name, url in addresses.items():
        client.get(url)  # warm
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
        assert response.status_code == 200, url
        found[name] = (len(captured), len(response.content))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("make", [furnish, furnish_strategy])
def test_no_list_costs_more_for_being_long(client, tree, make):
    few, many = (_measured_with(client, tree, make, count) for count in (FEW, MANY))
    grown = {name: (few[name][0], queries) for name, (queries, _) in many.items() if queries > few[name][0]}
    assert not grown, grown
    over = {name: queries for name, (queries, _) in many.items() if queries > BUDGET}
    assert not over, over
    large = {name: size for name, (_, size) in many.items() if size > MOST_BYTES}
    assert not large, large


def test_what_is_in_parts_leads_to_the_rest(client, tree):
    """A page of the strategy shows the latest consultations about it, and where all of them are."""
    say = HaveYourSayPageFactory(parent=tree.home)
    past = ConsultationPageFactory(parent=say, opens_on=dt.date(2019, 1, 1), closes_on=dt.date(2019, 2, 1))
    for page in (past, *multiply_pages(past, (ConsultationPage,), 31)):
        for about in (tree.ambitions[0], tree.foundations[0]):
            ConsultationSubject.objects.create(consultation_id=page.pk, page=about)
    for about in (tree.ambitions[0], tree.foundations[0]):
        (link,) = re.findall(r'<a href="([^"]*)">All consultations about this</a>', client.get(about.url).text)
        assert link == f"{say.url}?about={about.pk}"
        assert client.get(link).text.count(past.title) >= 20
    multiply_pages(tree.ambitions[-1], (AmbitionPage,), 70)
    first, second, beyond = (client.get(f"{tree.ambition_index.url}?page={page}").text for page in (1, 2, 9))
    assert first.count('class="ambition"') == 60
    assert second.count('class="ambition"') == 16
    assert beyond.count('class="ambition"') == 60  # there is no such page: the first


def _measured_with(client, tree, make, count):
    with transaction.atomic():
        found = measured(client, make(tree, count))
        transaction.set_rollback(True)
    return found
