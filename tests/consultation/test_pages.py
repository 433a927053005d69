"""The doors to taking part: what is open, coming and closed, and where the strategy shows it."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from consultation.models import CallForEvidence, ConsultationPage, EvidenceSubmission
from consultation.owed import outcomes_owed
from consultation.pages import ConsultationSubject
from consultation.surveys.models import Response
from lis_site.roles import Role, make_roles
from tests.consultation.events.factories import EventFactory
from tests.consultation.evidence.factories import begin as begin_evidence
from tests.consultation.evidence.factories import make_call
from tests.consultation.evidence.factories import sent as send_evidence
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.consultation.surveys.factories import open_survey
from tests.consultation.surveys.factories import sent as give_answers

DAY = dt.timedelta(days=1)


@pytest.fixture
def have_your_say(tree):
    return HaveYourSayPageFactory(parent=tree.home)


def add(have_your_say, title, opens, closes):
    today = timezone.localdate()
    return ConsultationPageFactory(
        parent=have_your_say, title=title, opens_on=today + opens * DAY, closes_on=today + closes * DAY
    )


def test_the_list_says_what_is_open_coming_and_closed(have_your_say, client):
    add(have_your_say, "Open one", -1, 5)
    add(have_your_say, "Coming one", 3, 9)
    add(have_your_say, "Closed one", -9, -3)
    text = client.get(have_your_say.url).text
    order = [
        text.index(words)
        for words in ('id="open"', "Open one", 'id="coming"', "Coming one", 'id="closed"', "Closed one")
    ]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Open one", "Coming one", "Closed one", "A survey", "A call"}),
        ("kind=survey", {"A survey"}),
        ("kind=call", {"A call"}),
        ("kind=consultation&state=open", {"Open one"}),
        ("state=coming", {"Coming one"}),
        ("about={ideas}", {"Open one", "A call"}),
        ("about={people}", {"Open one", "Coming one", "Closed one", "A survey", "A call"}),  # nothing is about that
        ("kind=odd&state=odd&about=%00", {"Open one", "Coming one", "Closed one", "A survey", "A call"}),
        ("kind=survey&state=coming", set()),
    ],
)
def test_the_list_is_narrowed(have_your_say, tree, client, query, shown, django_assert_max_num_queries):
    page = add(have_your_say, "Open one", -1, 5)
    add(have_your_say, "Coming one", 3, 9)
    add(have_your_say, "Closed one", -9, -3)
    ideas, people = tree.foundations[:2]
    ConsultationSubject.objects.create(consultation=page, page=ideas)
    today = timezone.localdate()
    open_survey(tree.site, title="A survey", opens_on=today, closes_on=today)
    make_call(tree.site, title="A call", opens_on=today, closes_on=today, consultation=page)
    client.get(have_your_say.url)
    with django_assert_max_num_queries(12):
        text = client.get(f"{have_your_say.url}?{query.format(ideas=ideas.pk, people=people.pk)}").text
    found = {
        title for title in ("Open one", "Coming one", "Closed one", "A survey", "A call") if f">{title}</a>" in text
    }
    assert found == shown
    assert ("Nothing is like that" in text) == (not shown)


def test_a_consultation_shows_its_calls_for_evidence(have_your_say, tree, client):
    page = add(have_your_say, "Open one", -1, 5)
    today = timezone.localdate()
    make_call(tree.site, title="A call", opens_on=today, closes_on=today, consultation=page)
    assert 'href="/evidence/wool/"' in client.get(page.url).text


def test_an_empty_list_says_so(have_your_say, client):
    text = client.get(have_your_say.url).text
    assert "Nothing is open for comment now." in text
    assert "Nothing has closed yet." in text


def test_home_shows_what_is_open(have_your_say, client):
    assert "Nothing is open for comment now." in client.get("/").text
    page = add(have_your_say, "Tell us", -1, 5)
    text = client.get("/").text
    assert "Tell us" in text
    page.unpublish()
    assert "Tell us" not in client.get("/").text


def test_it_shows_on_the_pages_it_is_about_and_links_back(have_your_say, tree, client):
    page = add(have_your_say, "About ideas", -1, 5)
    ConsultationSubject.objects.create(consultation=page, page=tree.foundations[0])
    assert "About ideas" in client.get(tree.foundations[0].url).text
    assert "About ideas" not in client.get(tree.foundations[1].url).text
    assert tree.foundations[0].title in client.get(page.url).text


def test_a_page_is_fresh_only_until_the_state_changes(have_your_say):
    page = add(have_your_say, "Tell us", 0, 0)
    now = timezone.now()
    tonight = page.fresh_until(now)
    assert timezone.localtime(tonight).time() == dt.time(0)
    assert timezone.localtime(tonight).date() == timezone.localdate(now) + DAY
    assert have_your_say.fresh_until(now) == tonight


def test_it_says_when_it_closes_to_the_minute(have_your_say, client):
    page = ConsultationPageFactory(parent=have_your_say, opens_on=dt.date(2018, 5, 1), closes_on=dt.date(2018, 5, 31))
    text = client.get(page.url).text
    assert "11:59pm on 31 May 2018" in text
    assert "Closed" in text


def test_an_unknown_opening_day_is_not_stated(have_your_say, client):
    page = ConsultationPageFactory(parent=have_your_say, opens_on=None, closes_on=dt.date(2018, 5, 31))
    assert "not stated" in client.get(page.url).text


@pytest.mark.parametrize(
    ("opens", "closes", "field"),
    [(5, 4, "closes_on"), (None, 4, "opens_on"), (None, 0, "opens_on")],
)
def test_dates_that_make_no_sense_are_refused_in_words(have_your_say, opens, closes, field):
    today = timezone.localdate()
    page = ConsultationPage(
        title="x",
        slug="x",
        purpose="x",
        opens_on=None if opens is None else today + opens * DAY,
        closes_on=today + closes * DAY,
    )
    with pytest.raises(ValidationError) as refusal:
        page.clean()
    assert list(refusal.value.message_dict) == [field]


def test_a_demonstration_is_labelled(have_your_say, client):
    page = ConsultationPageFactory(parent=have_your_say, is_demonstration=True)
    assert "This is a demonstration" in client.get(page.url).text
    assert "Demonstration" in client.get(have_your_say.url).text


def test_once_it_is_closed_it_says_what_came(have_your_say, tree, client, private, django_assert_max_num_queries):
    page = add(have_your_say, "Tell us", -5, 5)
    today, now = timezone.localdate(), timezone.now()
    dates = {"opens_on": today - DAY, "closes_on": today + DAY, "consultation": page}
    survey, call = open_survey(tree.site, **dates), make_call(tree.site, **dates)
    for _number in range(2):
        give_answers(survey, now=now)
    Response.objects.filter(pk=Response.objects.latest("pk").pk).update(is_quarantined=True)
    for _number in range(5):
        send_evidence(call, now)
    send_evidence(make_call(tree.site, slug="tried", is_demonstration=True, **dates), now)
    begin_evidence(call, now)
    held = {"starts_at": now - DAY, "ends_at": now - DAY / 2, "outcome": "took_place", "consultation": page}
    EventFactory(site=tree.site, attendance=12, **held)
    EventFactory(site=tree.site, attendance=None, is_demonstration=True, **held)
    assert "What we received" not in client.get(page.url).text  # while people can still answer
    for kind in (ConsultationPage, CallForEvidence):
        kind.objects.update(closes_on=today - DAY)
    client.get(page.url)
    with django_assert_max_num_queries(13):
        text = " ".join(client.get(page.url).text.split())
    for said in (
        "1 response to the survey",
        "evidence from 5 senders, 5 files and links",
        "1 event held, with 12 people",
    ):
        assert said in text
    EvidenceSubmission.objects.filter(pk=EvidenceSubmission.objects.counted().first().pk).update(is_quarantined=True)
    text = client.get(page.url).text
    assert "evidence; how many sent it is withheld" in text
    assert "4 senders" not in text
    ConsultationPage.objects.update(is_history=True)
    assert "What we received" not in client.get(page.url).text


@pytest.mark.parametrize(
    ("closed_days_ago", "late_because", "words"),
    [
        (10, "", None),
        (70, "", "Due in 2 weeks."),
        (84, "", "Due today."),
        (87, "", "Late by 3 days. Its page does not say why: add it."),
        (87, "We were ill.", "Late by 3 days."),
    ],
)
def test_staff_see_which_outcomes_they_owe(have_your_say, area, closed_days_ago, late_because, words):
    page = add(have_your_say, "Tell us", -200, -closed_days_ago)
    ConsultationPage.objects.update(late_because=late_because)
    editor = User.objects.create_user("ed")
    editor.groups.add(make_roles(area)[Role.EDITOR])
    today = timezone.localdate()
    owed = [(one.pk, said) for one, _where, said in outcomes_owed(editor, today)]
    assert owed == ([(page.pk, words)] if words else [])
    assert outcomes_owed(User.objects.create_user("nobody"), today) == []
    ConsultationPage.objects.update(outcome_on=today)
    assert outcomes_owed(editor, today) == []


def test_what_is_owed_stands_on_the_first_page_of_the_admin(have_your_say, client):
    add(have_your_say, "Tell us", -200, -100)
    client.force_login(User.objects.create_superuser("ann"))
    assert "Its page does not say why: add it." in client.get("/admin/").text
