"""Themes found in answers: a codebook whose changes leave a history, two readers, notes, campaigns, search."""

import pytest
from django.contrib.auth.models import User

from consultation.analysis import campaigns, coding
from consultation.analysis.coding import CodingRefused
from consultation.analysis.models import Campaign, Code, Coding, Reading
from consultation.analysis.words import answers_to, questions_of, search, texts_of
from consultation.surveys import decisions
from consultation.surveys.versions import WhyMissing
from tests.consultation.analysis.factories import said, send
from tests.consultation.surveys.factories import NOW, later, open_survey

FORM_LETTER = "Please keep the number 7 bus because my street has no other way to get to work or school"


@pytest.fixture
def survey(area):
    return open_survey(area)


@pytest.fixture
def ann(db):
    return User.objects.create_user("ann")


@pytest.fixture
def bob(db):
    return User.objects.create_user("bob")


@pytest.fixture
def theme(survey, ann):
    def make(words):
        return coding.add(survey=survey, question="why", words=words, by=ann, now=NOW)

    return make


def read(response, by, *codes):
    coding.read(response=response, question="why", codes=codes, by=by, now=NOW)


def found_in(response):
    return sorted(one.code.words for one in Coding.objects.filter(response=response, code__ended_at=None))


def test_a_theme_is_renamed_merged_and_split_and_what_was_found_goes_along(survey, theme, ann):
    (response,) = send(survey, said(why="Buses."))
    fares, cost, late = theme("Fares"), theme("Cost"), theme("Lateness")
    read(response, ann, fares, late)

    coding.rename(code=fares, words="  Ticket   fares ", by=ann, now=NOW)
    assert found_in(response) == ["Lateness", "Ticket fares"]
    coding.merge(code=fares, into=cost, by=ann, now=NOW)
    assert found_in(response) == ["Cost", "Lateness"]
    coding.split(code=late, words=["Late buses", "Late trains"], by=ann, now=NOW)
    assert found_in(response) == ["Cost", "Late buses", "Late trains"]

    fares.refresh_from_db()
    assert fares.merged_into == cost
    assert [step.what for step in fares.steps.order_by("pk")] == ["added", "renamed", "merged"]
    assert late.steps.first().after == "Late buses, Late trains"


@pytest.mark.parametrize(
    "refused",
    [
        lambda one, other, ann: coding.rename(code=one, words="COST", by=ann, now=NOW),
        lambda one, other, ann: coding.rename(code=one, words=" ", by=ann, now=NOW),
        lambda one, other, ann: coding.rename(code=one, words="x" * 121, by=ann, now=NOW),
        lambda one, other, ann: coding.merge(code=one, into=one, by=ann, now=NOW),
        lambda one, other, ann: coding.split(code=one, words=["Alone", " "], by=ann, now=NOW),
        lambda one, other, ann: coding.split(code=one, words=["New", other.words], by=ann, now=NOW),
    ],
)
def test_a_codebook_stays_clear(theme, ann, refused):
    one, other = theme("Fares"), theme("Cost")
    with pytest.raises(CodingRefused):
        refused(one, other, ann)
    assert list(Code.objects.in_use().values_list("words", flat=True)) == ["Cost", "Fares"]


def test_what_has_ended_is_not_changed_again(theme, ann):
    one, other = theme("Fares"), theme("Cost")
    coding.merge(code=one, into=other, by=ann, now=NOW)
    with pytest.raises(CodingRefused, match="meanwhile"):
        coding.rename(code=one, words="Prices", by=ann, now=NOW)


def test_each_reader_keeps_what_they_found_themselves(survey, theme, ann, bob):
    (response,) = send(survey, said(why="Buses."))
    fares, cost = theme("Fares"), theme("Cost")
    read(response, ann, fares)
    read(response, bob, cost)
    read(response, bob)
    assert found_in(response) == ["Fares"]
    assert Reading.objects.count() == 2


def test_two_readers_and_how_far_they_agree(survey, theme, ann, bob):
    fares = theme("Fares")
    responses = send(survey, *(said(why=f"Answer {at}.") for at in range(5)))
    for at, response in enumerate(responses[:4]):
        read(response, ann, *([fares] if at < 2 else []))
        read(response, bob, *([fares] if at in (0, 3) else []))
    read(responses[4], ann, fares)  # of one reader only: nothing to compare
    (found,) = coding.agreement(survey, "why")
    assert (found.first, found.second, found.both_read) == ("ann", "bob", 4)
    assert (found.percent, found.kappa) == (50, 0)


def test_agreement_by_chance_alone_is_none(survey, theme, ann, bob):
    theme("Fares")
    (response,) = send(survey, said(why="Buses."))
    read(response, ann)
    read(response, bob)
    assert coding.agreement(survey, "why")[0].kappa is None


def test_search_finds_every_word_in_any_order(survey):
    send(survey, said(why="Cheap BUSES please"), said(why="Cheap trains"), said())
    rows = answers_to(survey, "why")
    assert [one.words for one in search(rows, "buses cheap")] == ["Cheap BUSES please"]
    assert search(rows, "100%").count() == 0
    assert search(rows, "\x00 ").count() == 2
    assert [question.code for question in questions_of(survey)] == ["where", "why"]


@pytest.mark.parametrize(
    ("texts", "sizes"),
    [
        ([FORM_LETTER] * 3, [3]),
        ([FORM_LETTER, f"Dear sir. {FORM_LETTER}", FORM_LETTER.upper() + "!"], [3]),
        ([FORM_LETTER] * 2, []),
        (["Yes."] * 9, []),
        ([FORM_LETTER] * 3 + ["Our town wants a market hall with room for young makers and their tools"] * 4, [4, 3]),
    ],
)
def test_nearly_the_same_words_are_a_campaign(texts, sizes):
    assert [len(group) for group in campaigns.groups(enumerate(texts))] == sizes


def test_looking_again_keeps_names_and_adds_who_came_since(survey):
    send(survey, *(said(why=FORM_LETTER) for _ in range(3)), said(why="Something else altogether."))
    assert campaigns.look(survey=survey, question="why", now=NOW) == 1
    campaign = Campaign.objects.get()
    campaigns.name(campaign=campaign, name="Save the 7", note="From a leaflet.")
    send(survey, said(why=f"{FORM_LETTER} indeed"))
    campaigns.look(survey=survey, question="why", now=later(hours=1))
    assert [(one.name, one.members.count()) for one in Campaign.objects.all()] == [("Save the 7", 4)]
    assert len(list(texts_of(survey, "why"))) == 5


def test_themes_stay_as_the_report_counted_them_until_reading_begins_again_with_a_reason(survey, theme, ann):
    (response,) = send(survey, said(why="Buses."))
    fares = theme("Fares")
    read(response, ann, fares)
    after = later(days=30)
    survey.outcome = "<p>Fares are capped.</p>"
    survey.save()
    decisions.publish_outcome(survey=survey, by=ann, now=after)
    changes = {
        coding.add: {"survey": survey, "question": "why", "words": "Lateness"},
        coding.rename: {"code": fares, "words": "Ticket fares"},
        coding.split: {"code": fares, "words": ["One", "Two"]},
        coding.read: {"response": response, "question": "why", "codes": []},
    }
    response.refresh_from_db()
    for change, given in changes.items():
        with pytest.raises(CodingRefused, match="outcome is published"):
            change(**given, by=ann, now=after)
    assert found_in(response) == ["Fares"]
    coding.answer_with(code=fares, row=None, by=ann, now=after)  # what is done about it comes after the report

    survey.refresh_from_db()
    with pytest.raises(WhyMissing):
        decisions.begin_analysis(survey=survey, by=ann, now=after)
    decisions.begin_analysis(survey=survey, why="Two late letters.", by=ann, now=after)
    coding.add(survey=survey, question="why", words="Lateness", by=ann, now=after)
    assert coding.reported_at(survey) == after
