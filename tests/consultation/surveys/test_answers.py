"""What people type: read as it is, checked in words that help, sent without what does not belong."""

import datetime as dt

import pytest

from consultation.surveys.questionnaire.answers import as_date, is_blank, read, sent, shown, tidy, without_words
from consultation.surveys.questionnaire.checks import problem, seen_length
from consultation.surveys.questionnaire.shape import Kind
from tests.consultation.surveys.questionnaires import ask, form, options


def wrong(question, query):
    return problem(question, read(question, form(query)))


@pytest.mark.parametrize("query", ["", "q-name=", "q-name=+++%0D%0A", "q-name=%E2%80%8B"])
def test_spaces_and_what_nobody_sees_are_no_answer(query):
    answer = read(ask("name"), form(query))
    assert is_blank(ask("name"), answer)
    assert problem(ask("name"), answer) == ""
    assert "Enter an answer to “What about name?”" in problem(ask("name", required=True), answer)


def test_text_is_kept_as_it_was_typed_but_for_what_a_database_refuses():
    assert read(ask("name"), form("q-name=++a%00b%0D%0Ac++")) == {"text": "  a\ufffdb\nc  "}
    assert tidy("a\ud800b") == "a?b"


@pytest.mark.parametrize(
    ("text", "length"),
    [("a\r\nb", 3), ("é", 1), ("e\u0301", 1), ("👍🏽", 1), ("👩\u200d👩\u200d👧", 1), ("🇬🇧🇫🇷", 2), ("", 0)],
)
def test_characters_are_counted_as_people_see_them(text, length):
    assert seen_length(tidy(text)) == length


def test_a_long_text_is_never_cut():
    answer = read(ask("why", Kind.LONG_TEXT, most=10), form("q-why=" + "x" * 13))
    assert len(answer["text"]) == 13
    assert "10 characters or fewer. Take out 3 characters" in problem(ask("why", Kind.LONG_TEXT, most=10), answer)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12", ""),
        ("1,200", ""),
        (" £12.50 ", ""),
        ("twelve", "in figures"),
        ("1e5", "in figures"),
        ("9" * 40, "in figures"),
        ("٣", "in figures"),
        ("-1", "0 or more"),
        ("2000", "1,500 or less"),
    ],
)
def test_numbers(typed, words):
    question = ask("n", Kind.NUMBER, least=0, most=1500)
    found = problem(question, {"text": typed})
    assert words in found
    assert bool(words) == bool(found)


@pytest.mark.parametrize(
    ("parts", "day"),
    [(("27", "3", "2026"), dt.date(2026, 3, 27)), (("29", "2", "2025"), None), (("x", "", "2025"), None)],
)
def test_dates(parts, day):
    answer = dict(zip(("day", "month", "year"), parts, strict=True))
    assert as_date(answer) == day
    assert bool(problem(ask("d", Kind.DATE), answer)) == (day is None)


def test_a_postcode_is_sent_as_it_is_written():
    question = ask("p", Kind.POSTCODE)
    assert sent(question, {"text": "ls1-4ap "}) == {"text": "LS1 4AP"}
    assert "like LS1 4AP" in problem(question, {"text": "LS1"})


def test_an_option_that_is_not_there_cannot_be_picked():
    assert read(ask("c", Kind.ONE), form("q-c=purple")) == {"choice": ""}
    assert read(ask("c", Kind.SEVERAL), form("q-c=purple&q-c=red&q-c=red")) == {"choices": ["red"]}


def test_the_words_of_other_are_kept_while_typing_and_sent_only_with_it():
    question = ask("c", Kind.ONE, has_other=True)
    answer = read(question, form("q-c=red&q-c-other=pink"))
    assert answer == {"choice": "red", "other": "pink"}
    assert sent(question, answer) == {"choice": "red"}
    chosen = read(question, form("q-c=other&q-c-other=pink"))
    assert shown(question, sent(question, chosen)) == ["Other: pink"]
    assert wrong(question, "q-c=other&q-c-other=+") == "Say what you mean by “Other”"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q-c=red", "Select at least 2 answers. You selected 1"),
        ("q-c=red&q-c=green", ""),
        ("q-c=red&q-c=green&q-c=blue", "Select at most 2"),
        ("q-c=none&q-c=red", "not both"),
        ("q-c=none", ""),
        ("q-c=prefer-not", ""),
    ],
)
def test_several(query, words):
    question = ask("c", Kind.SEVERAL, least=2, most=2, none_label="None of these", prefer_not=True)
    assert words in wrong(question, query)
    assert bool(words) == bool(wrong(question, query))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q-r-red=1&q-r-blue=2", ""),
        ("q-r-red=1&q-r-blue=1", "Use each number once"),
        ("q-r-red=2", "Do not leave out a number"),
        ("q-r-red=4", "the numbers 1 to 3"),
        ("q-r-red=first", "the numbers 1 to 3"),
    ],
)
def test_ranking(query, words):
    found = wrong(ask("r", Kind.RANKING), query)
    assert words in found
    assert bool(words) == bool(found)


def test_a_required_ranking_wants_every_number():
    assert "Give every number from 1 to 2" in wrong(ask("r", Kind.RANKING, required=True, most=2), "q-r-red=1")


def test_a_matrix_names_the_row_that_is_missing():
    question = ask("m", Kind.MATRIX, rows=options("Roads", "Rail"), options=options("Good", "Bad"), required=True)
    assert wrong(question, "q-m-roads=good&q-m-rail=awful") == "Select an answer for “Rail”"
    assert shown(question, read(question, form("q-m-roads=good"))) == ["Roads: Good"]


def test_preferring_not_to_say_is_an_answer_to_anything():
    question = ask("age", Kind.NUMBER, required=True, prefer_not=True)
    answer = read(question, form("q-age=abc&q-age-prefer-not=on"))
    assert problem(question, answer) == ""
    assert sent(question, answer) == {"prefer_not": True}


def test_without_a_person_only_what_can_be_counted_is_left():
    question = ask("c", Kind.ONE, has_other=True)
    assert without_words(question, {"choice": "other", "other": "my shop"}) == {"choice": "other"}
    assert without_words(ask("why", Kind.LONG_TEXT), {"text": "my shop"}) is None
    assert without_words(ask("p", Kind.POSTCODE), {"text": "LS1 4AP"}) is None
