"""What services put on the golden thread of an ambition: evidence that was used, and people's words with consent."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from consultation.analysis import coding, moderation, results
from consultation.evidence.models import EntrySubject, EntryUse, RegisterEntry
from consultation.surveys.models import Response, Survey
from tests.consultation.analysis.factories import said, send
from tests.consultation.feedback.factories import make_consultation, make_row
from tests.consultation.surveys.factories import NOW, open_survey

WORDS = "Evening buses, and <b>cheap</b> ones."


def entry(tree, number, *, used_for=None, bears_on=None, **fields):
    given = {"title": f"Study {number}", "status": "used", "is_public": True, "received_on": NOW.date()} | fields
    made = RegisterEntry.objects.create(site=tree.site, year=2026, number=number, **given)
    if used_for:
        EntryUse.objects.create(entry=made, page=used_for, what_for="The target.")
    if bears_on:
        EntrySubject.objects.create(entry=made, page=bears_on)
    return made


def test_evidence_that_was_used_links_to_its_place_in_the_register(tree, client):
    ambition, other = tree.ambitions[:2]
    used = entry(tree, 1, used_for=ambition, bears_on=ambition)
    entry(tree, 2, bears_on=ambition)
    entry(tree, 3, bears_on=other)
    entry(tree, 4, bears_on=ambition, status="review")
    entry(tree, 5, used_for=ambition, is_public=False)
    entry(tree, 6, used_for=ambition, status="not_used", why_not_used="No method.")
    text = client.get(ambition.url).text
    assert f'<a href="{used.get_absolute_url()}">Study 1</a>: The target.' in text
    assert [number for number in range(1, 7) if f"Study {number}" in text] == [1, 2]


@pytest.fixture
def quoted(tree):
    """An answer that may be published, with a theme that a public row on the ambition answers."""
    survey = open_survey(tree.site, opens_on=dt.date(2026, 1, 1), closes_on=dt.date(2026, 1, 31))
    response, *_rest = send(survey, said(why=WORDS), *(said() for _ in range(9)))
    theme = coding.add(survey=survey, question="why", words="Fares", by=None, now=NOW)
    reader = User.objects.create_user("reader")
    coding.read(response=response, question="why", codes=[theme], by=reader, now=NOW)
    coding.answer_with(code=theme, row=make_row(make_consultation(tree), tree.ambitions[0]), by=reader, now=NOW)
    moderation.decide(response=response, question="why", words=WORDS, reason="", withhold=False, by=reader, now=NOW)
    results.publish(survey=survey, by=reader, now=NOW)
    return response


def shown(client, tree):
    return "Evening buses, and &lt;b&gt;cheap&lt;/b&gt; ones." in client.get(tree.ambitions[0].url).text


def test_words_stand_on_the_ambition_that_their_theme_touched(tree, quoted, client):
    assert shown(client, tree)
    assert "Evening buses" not in client.get(tree.ambitions[1].url).text


@pytest.mark.parametrize(
    ("of_response", "of_survey"),
    [
        ({"publishing": "no"}, {}),
        ({"state": "withdrawn"}, {}),
        ({"is_quarantined": True}, {}),
        ({"is_synthetic": True}, {}),
        ({}, {"closes_on": timezone.localdate() + dt.timedelta(days=5)}),
    ],
)
def test_words_are_hidden_without_consent_while_the_survey_is_open_and_when_made_up(
    tree, quoted, client, of_response, of_survey
):
    Response.objects.filter(pk=quoted.pk).update(**{"publishing": "anonymous"} | of_response)
    Survey.objects.update(**{"opens_on": dt.date(2026, 1, 1)} | of_survey)
    assert not shown(client, tree)


def test_words_of_a_demonstration_are_marked(tree, quoted, client):
    Survey.objects.update(is_demonstration=True)
    Response.objects.update(is_synthetic=True)
    assert shown(client, tree)
    assert "Made up for a demonstration" in client.get(tree.ambitions[0].url).text
