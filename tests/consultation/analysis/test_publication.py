"""What becomes public: tables without small numbers, words with consent and read first; nothing before closing."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from consultation.analysis import coding, moderation, results
from consultation.analysis.models import Note, PublishedWords, WordsStep
from consultation.analysis.moderation import GAP, ModerationRefused, is_redaction
from consultation.analysis.results import ResultsRefused, public_tables
from consultation.analysis.tables import Axis, Cell, Line, Table
from consultation.analysis.telling import tell
from consultation.participants import consents, contacts
from consultation.participants.models import Mail
from consultation.surveys.about_you import TOLD_PURPOSE
from consultation.surveys.privacy import empty
from consultation.surveys.submission import withdraw
from tests.consultation.analysis.factories import said, send
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.consultation.feedback.factories import make_consultation, make_row
from tests.consultation.surveys.factories import GOOD, NOW, open_survey, sent

PAST: dict[str, Any] = {"opens_on": dt.date(2026, 1, 1), "closes_on": dt.date(2026, 1, 31)}


@pytest.fixture
def survey(area):
    """Closed at any time that tests run."""
    return open_survey(area, **PAST)


def public(name, survey):
    return reverse(f"results:{name}", args=[survey.slug])


def table_of(*counts, base=None, is_several=False):
    lines = tuple(Line(f"Option {at}", Cell(count, sum(counts))) for at, count in enumerate(counts))
    axis = Axis("code", "Question?", (), is_several=is_several)
    return Table(axis, sum(counts) if base is None else base, 0, 0, lines)


def shown_of(table, total):
    return public_tables([table], total)[0]["lines"]


@pytest.mark.parametrize(
    ("counts", "total", "shown"),
    [
        ((10, 10), 20, [10, 10, 0]),
        ((17, 3), 20, [None, None, 0]),  # the larger would give the smaller away
        ((10, 8, 2), 20, [10, None, None, 0]),
        ((10, 8), 20, [10, None, None]),  # two did not answer: that is small too
        ((0, 20), 20, [0, 20, 0]),
    ],
)
def test_small_numbers_and_what_gives_them_away_are_withheld(counts, total, shown):
    assert [number for _words, number in shown_of(table_of(*counts), total)] == shown


def test_where_several_can_be_picked_each_stands_for_itself():
    found = shown_of(table_of(3, 12, 18, 20, base=20, is_several=True), 20)
    assert [number for _words, number in found] == [None, 12, None, 20]


@pytest.mark.parametrize(
    ("original", "words", "is_one"),
    [
        ("I met Ann Lee there.", "I met Ann Lee there.", True),
        ("I met Ann Lee there.", f"I met {GAP} there.", True),
        ("I met Ann Lee there.", f"{GAP} met {GAP}", True),
        ("I met Ann Lee there.", GAP, True),
        ("a b a c a", f"a {GAP} c {GAP} a", True),
        ("I met Ann Lee there.", f"I met {GAP} here.", False),
        ("I met Ann Lee there.", f"I never met {GAP} there.", False),
        ("I met Ann Lee there.", f"there. {GAP} I met", False),
        ("I met Ann Lee there.", "I met there.", False),
        ("ab", f"ab {GAP} ab", False),
        ("", "", False),
    ],
)
def test_staff_take_words_out_and_put_none_in(original, words, is_one):
    assert is_redaction(original, words) is is_one


def test_a_consultation_leads_straight_to_the_results_of_its_survey(client, survey, tree):
    page = ConsultationPageFactory(parent=HaveYourSayPageFactory(parent=tree.home))
    survey.consultation = page
    survey.save()
    send(survey, *(said("no") for _ in range(6)))
    address = public("results", survey)
    assert address not in client.get(page.url).text
    results.publish(survey=survey, by=None, now=NOW)
    assert address in client.get(page.url).text


def decide(response, words, reason="", *, withhold=False):
    return moderation.decide(
        response=response, question="why", words=words, reason=reason, withhold=withhold, by=None, now=NOW
    )


def test_tables_are_public_after_closing_and_stay_as_they_were(client, survey, area):
    still_open = open_survey(area, slug="open", closes_on=dt.date(2199, 1, 1))
    send(survey, *(said("no", ["red"]) for _ in range(6)), *(said("yes", ["blue"]) for _ in range(2)))
    assert client.get(public("results", survey)).status_code == 404
    with pytest.raises(ResultsRefused, match="not closed"):
        results.publish(survey=still_open, by=None, now=NOW)
    results.publish(survey=survey, by=None, now=NOW)
    with pytest.raises(ResultsRefused, match="public already"):
        results.publish(survey=survey, by=None, now=NOW)

    send(survey, *(said("yes") for _ in range(9)))
    response = client.get(public("results", survey))
    assert "8 responses" in response.text
    assert "withheld" in response.text
    assert not response.cookies
    assert "Read what people said" in client.get(survey.get_absolute_url()).text
    lines = "".join(part.decode() for part in client.get(public("tables", survey)).streaming_content)
    rows = list(csv.DictReader(io.StringIO(lines.removeprefix("\ufeff"))))
    assert {row["withheld"] for row in rows if row["code"] == "business"} == {"True", "False"}
    assert not {"about-publishing", "@channel"} & {row["code"] for row in rows}

    survey.closes_on = timezone.localdate() + dt.timedelta(days=9)
    survey.save()
    assert client.get(public("results", survey)).status_code == 404  # open again


def test_too_few_responses_make_no_table(survey):
    send(survey, *(said() for _ in range(4)))
    send(survey, *(said() for _ in range(9)), is_synthetic=True)
    with pytest.raises(ResultsRefused, match="Fewer than 5"):
        results.publish(survey=survey, by=None, now=NOW)


def test_words_are_public_with_consent_once_read_and_with_the_reason_of_each_gap(client, survey):
    quiet, whole, cut, held = send(
        survey,
        said(why="Keep this.") | {"about-publishing": {"choice": "no"}},
        said(why="Cheap <i>buses</i>."),
        said(why="Ask Ann Lee."),
        said(why="Rude."),
    )
    send(survey, said())
    results.publish(survey=survey, by=None, now=NOW)
    with pytest.raises(ModerationRefused, match="did not agree"):
        decide(quiet, "Keep this.")
    with pytest.raises(ModerationRefused, match="Say why"):
        decide(cut, f"Ask {GAP}.")
    with pytest.raises(ModerationRefused, match="Only take words out"):
        decide(cut, "Ask nobody.", "personal")
    assert moderation.waiting(survey, "why").count() == 3
    decide(whole, "Cheap <i>buses</i>.")
    decide(cut, f"Ask {GAP}.", "personal")
    decide(held, "", "offensive", withhold=True)
    assert moderation.waiting(survey, "why").count() == 0

    text = client.get(public("answers", survey)).text
    assert "Cheap &lt;i&gt;buses" in text
    assert f"Ask {GAP}." in text
    assert "it names or describes a person" in text
    assert str(whole.public_id) in text
    for hidden in ("Ann Lee", "Keep this", "Rude", whole.reference, str(held.public_id)):
        assert hidden not in text
    assert [step.what for step in WordsStep.objects.order_by("pk")] == [
        "Published whole",
        "Published with words taken out",
        "Withheld",
    ]

    whole.publishing = "no"
    whole.save()
    assert "buses" not in client.get(public("answers", survey)).text


def test_words_sent_anew_are_read_again_before_they_are_public(client, survey):
    (response,) = send(survey, said(why="First."))
    send(survey, *(said() for _ in range(4)))
    results.publish(survey=survey, by=None, now=NOW)
    decide(response, "First.")
    current = response.submissions.get()
    current.is_current = False
    current.save()
    response.submissions.create(version=current.version, number=2, answers=said(why="Second."), sent_at=NOW)
    text = client.get(public("answers", survey)).text
    assert "First." not in text
    assert "Second." not in text
    assert [one.words for one in moderation.waiting(survey, "why")] == ["Second."]


@pytest.mark.parametrize("way", ["withdrawn", "erased"])
def test_what_was_kept_of_words_goes_with_them(survey, way):
    user = User.objects.create_user("ann")
    (response,) = send(survey, said(why="I am Jane Roe."))
    decide(response, "I am Jane Roe.")
    coding.note(response=response, question="why", text="Jane Roe!", by=user, now=NOW)
    if way == "withdrawn":
        withdraw(response=response, now=NOW)
    else:
        empty(type(response).objects.filter(pk=response.pk), NOW)
    assert not PublishedWords.objects.exists()
    assert not Note.objects.exists()


def test_who_asked_is_told_once_when_a_theme_they_raised_is_answered(tree, area):
    survey, consultation = open_survey(area), make_consultation(tree)
    ann = User.objects.create_user("ann")
    back = {"about-name": {"text": "Jane Roe"}, "about-email": {"text": "jane@example.org"}}
    asked = GOOD | back | {"about-told": {"choice": "yes"}}
    asker = sent(survey, asked)
    silent = sent(survey, GOOD | {"about-email": {"text": "silent@example.org"}})
    other = sent(survey, asked | {"about-email": {"text": "other@example.org"}})
    theme = coding.add(survey=survey, question="why", words="Fares", by=ann, now=NOW)
    for response in (asker, silent):
        coding.read(response=response, question="why", codes=[theme], by=ann, now=NOW)
    row = make_row(consultation, tree.ambitions[0], published=False)
    coding.answer_with(code=theme, row=row, by=ann, now=NOW)
    assert other.contact_id
    assert tell(NOW) is None  # a draft tells nobody anything

    from consultation.feedback.publishing import publish

    publish(row=row, by=ann, now=NOW)
    assert tell(NOW) == "told 1 people"
    assert tell(NOW) is None
    (mail,) = Mail.objects.filter(kind="feedback-told")
    assert mail.to == "jane@example.org"
    assert "Fares were capped." in mail.text
    assert "you asked to be told" in mail.text


def test_who_says_no_later_is_not_told(area):
    contact = contacts.remember(site=area, email="jane@example.org", name="", organisation=None, now=NOW)
    text = consents.word(site=area, purpose=TOLD_PURPOSE, text="Shall we?")
    consents.give(contact=contact, text=text, now=NOW)
    sent(open_survey(area), GOOD | {"about-email": {"text": "jane@example.org"}, "about-told": {"choice": "no"}})
    assert not contact.consents.standing().exists()


def test_public_pages_cost_few_queries_however_many_wrote(client, survey, django_assert_max_num_queries):
    for response in send(survey, *(said(why=f"Words {at}.") for at in range(12))):
        decide(response, response.answers["why"]["text"])
    results.publish(survey=survey, by=None, now=NOW)
    for name in ("results", "answers"):
        client.get(public(name, survey))
        with django_assert_max_num_queries(12):
            assert client.get(public(name, survey)).status_code == 200
