"""Hundreds of strings in every field of a survey: nothing breaks, and what can be kept is kept as it was typed."""

import contextlib
import csv
import io
import json

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils import timezone

from consultation.surveys import exports
from consultation.surveys.building import compiled, proof_of
from consultation.surveys.invitations import InvitationRefused, read_list
from consultation.surveys.models import Response, SentAnswers, Survey
from consultation.surveys.questionnaire.answers import field_name, is_blank, read, sent, shown, tidy
from consultation.surveys.questionnaire.checks import problem
from consultation.surveys.questionnaire.paper import paper
from consultation.surveys.questionnaire.shape import PICKED, Kind
from consultation.surveys.responses import start
from consultation.surveys.staff_forms import DecisionForm, EntryForm, InviteForm, PublishForm, SurveyForm
from consultation.surveys.viewsets.surveys import SurveyViewSet
from tests.consultation.surveys import builds
from tests.consultation.surveys.factories import NOW, make_survey, open_survey
from tests.consultation.surveys.odd_strings import STRINGS, UNSENDABLE
from tests.consultation.surveys.questionnaires import ask, options, questionnaire, section

TODAY = timezone.localdate()
BASE = "/admin/snippets/consultation/survey/"
EVERY = [
    ask(kind.value, kind, options=options("A", "Red"), rows=options("R"), has_other=kind in PICKED, prefer_not=True)
    for kind in Kind
]
PARTS = ("", "other", "day", "month", "year", "r", "a", "prefer-not")


def test_there_are_hundreds():
    assert len(STRINGS) > 450


@pytest.mark.parametrize("question", EVERY, ids=lambda question: question.kind.value)
def test_every_kind_of_question_takes_every_string(question):
    """Read, looked at, shown and sent without failing; and what is kept, PostgreSQL can keep."""
    for text in (*STRINGS, *UNSENDABLE):
        typed = QueryDict(mutable=True)
        for part in PARTS:
            typed[field_name(question, part)] = text
        answer = read(question, typed)
        kept = json.loads(json.dumps(answer, ensure_ascii=False).encode().decode())
        assert kept == answer
        assert "\\u0000" not in json.dumps(answer).replace("\\\\", "")
        wrong = problem(question, answer)
        assert isinstance(wrong, str)
        assert all(isinstance(line, str) for line in shown(question, answer))
        if not wrong and not is_blank(question, answer):
            json.dumps(sent(question, answer))


@pytest.fixture
def long_survey(area):
    """A question for each string in words, and one in a kind that expects something else."""
    kinds = [kind for kind in Kind if kind not in (Kind.FILE, Kind.LONG_TEXT)]
    words = section("words", *(ask(f"x{at}", Kind.LONG_TEXT) for at in range(len(STRINGS))))
    rest = section(
        "rest",
        *(
            ask(f"y{at}", kinds[at % len(kinds)], options=options("A", "B"), rows=options("R"), has_other=at % 3 == 0)
            for at in range(len(STRINGS))
        ),
    )
    return open_survey(area, questionnaire(words, rest), opens_on=TODAY, closes_on=TODAY)


@pytest.mark.django_db
def test_all_of_them_are_kept_shown_and_sent(client, long_survey, area):
    _response, token = start(survey=long_survey, now=timezone.now())
    address = f"/my/{token}/survey/"
    data = {f"q-x{at}": text for at, text in enumerate(STRINGS)}
    asked = {"asked": [f"x{at}" for at in range(len(STRINGS))], "then": "later"}
    assert client.post(f"{address}section-1/", data | asked).status_code == 302
    data = {f"q-y{at}{part}": text for at, text in enumerate(STRINGS) for part in ("", "-other", "-day", "-r")}
    asked = {"asked": [f"y{at}" for at in range(len(STRINGS))], "then": "on"}
    assert client.post(f"{address}section-2/", data | asked).status_code == 200
    # Once more as bytes that are no text in any encoding.
    raw = b"asked=x0&then=later&q-x0=%ED%A0%80%FF%FE%00"
    kind = "application/x-www-form-urlencoded"
    assert client.post(f"{address}section-1/", raw, content_type=kind).status_code == 302

    answers = Response.objects.get().answers
    for at, text in enumerate(STRINGS[1:], 1):
        assert answers[f"x{at}"]["text"] == tidy(text), repr(text[:80])
    for page in ("section-1/", "section-2/", "check/", "copy/", "?all"):
        html = client.get(address + page)
        assert html.status_code == 200
        assert b"<script>alert(1)" not in html.content
        assert b"onerror=alert(1)>" not in html.content


@pytest.mark.django_db
def test_on_paper_and_in_the_export(client, long_survey):
    client.force_login(User.objects.create_superuser("ann"))
    short = [text for text in STRINGS if len(text) <= 20_000]
    data = {f"q-x{at}": text for at, text in enumerate(short)}
    given = {"channel": "paper", "received_on": TODAY.isoformat(), "q-about-for": "myself", "q-about-publishing": "no"}
    entered = client.post(f"{BASE}enter/{long_survey.pk}/", data | given)
    assert entered.status_code == 302
    assert client.get(f"/admin/snippets/consultation/response/inspect/{Response.objects.get().pk}/").status_code == 200
    _header, _words, row = csv.reader(io.StringIO("".join(exports.as_csv(long_survey)).lstrip("\ufeff"), newline=""))
    assert not [cell for cell in row if cell[:1] in "=+@＝＋－＠\t\r\n" and cell]
    assert SentAnswers.objects.get().answers
    # Whatever is odd in the fields about the entry itself is said, and nothing is lost.
    odd = {"channel": "\x00", "received_on": "9" * 400, **dict(list(data.items())[:5])}
    assert client.post(f"{BASE}enter/{long_survey.pk}/", odd).status_code == 200


@pytest.mark.django_db
def test_a_survey_made_of_them_is_proved_printed_and_edited(client, area):
    """As labels, help, codes, answers and conditions. What the database cannot hold, the form has refused."""
    client.force_login(User.objects.create_superuser("ann"))
    words = [text[:250] for text in STRINGS if "\0" not in text]
    kinds = ("one", "several", "long_text", "ranking", "matrix")
    questions = []
    for at, text in enumerate(words):
        own = {"rows": [{"type": "item", "id": f"r{at}", "value": text}]} if kinds[at % 5] == "matrix" else {}
        choices = [] if kinds[at % 5] == "long_text" else [text, "B"]
        when = builds.condition(words[at - 1][:40], text) if at % 7 == 0 else []
        questions.append(builds.block(kinds[at % 5], text, *choices, help=text, code=text[:40], show_when=when, **own))
    survey = make_survey(area, title="Odd", summary=words[40], introduction=words[-1])
    survey.sections = json.dumps([builds.section(words[50], *questions, leave_words=words[60])])
    survey.save()
    survey = Survey.objects.get()
    assert len(compiled(survey).questions) >= len(words)
    assert proof_of(survey, NOW).findings
    assert paper(compiled(survey))
    for page in ("edit", "proof", "saved", "publish", "library"):
        html = client.get(f"{BASE}{page}/{survey.pk}/").content
        assert b"<script>alert(1)" not in html, page


@pytest.mark.django_db
def test_forms_of_staff_take_every_string(area):
    """Whatever stands in a field, the form answers in words; and what it takes, the database keeps."""
    ann = User.objects.create_superuser("ann")
    of_survey = form_of_a_survey(area, ann)
    for text in STRINGS:
        for form in (
            DecisionForm({"decision": text, "until": text, "why": text}, possible=[]),
            PublishForm({"why": text}),
            InviteForm({"people": text}),
            EntryForm({"channel": text, "received_on": text}),
        ):
            assert isinstance(form.errors.as_data(), dict)
        with contextlib.suppress(InvitationRefused):
            read_list(text)
    for first in range(0, len(STRINGS), 12):  # a form is slow: each field of it gets another string
        form = of_survey(STRINGS[first:] + STRINGS)
        if form.is_valid():
            form.save(commit=False)


def form_of_a_survey(area, user):
    """make(texts) → the form of the admin for a new survey, with one of them in each field."""
    handler = SurveyViewSet.edit_handler.bind_to_model(Survey)
    kind = handler.get_form_class()
    assert issubclass(kind, SurveyForm)
    rich = ("introduction", "other_ways", "what_happens_next", "outcome", "privacy_notice")
    names = [name for name in kind.base_fields if name not in ("site", "sections", *rich)]

    ranges = {"depth": 0, "inlineStyleRanges": [], "entityRanges": []}

    def make(texts):
        data = dict(zip([*names, *rich], texts, strict=False)) | {"site": area.pk, "sections-count": "0"}
        for name in rich:
            block = {"key": "a", "type": "unstyled", "text": data[name]}
            data[name] = json.dumps({"entityMap": {}, "blocks": [block | ranges]})
        return kind(data, instance=Survey(site=area), for_user=user)

    return make
