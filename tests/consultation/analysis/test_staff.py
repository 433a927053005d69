"""The screens of analysis: who may, what they show, how many queries they cost, and odd input."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.analysis.models import Campaign, Code, Coding, Export, Note
from lis_site.roles import Role, make_roles
from tests.consultation.analysis.factories import said, send
from tests.consultation.surveys.factories import NOW, open_survey
from tests.strategy.factories import make_area

pytestmark = pytest.mark.django_db
LETTER = "Please keep the number 7 bus because my street has no other way to get to work"


@pytest.fixture
def survey(area):
    return open_survey(area)


@pytest.fixture
def sign_in(client, area):
    def as_(role, site=area):
        user = User.objects.create_user(f"{role}-{site.pk}")
        user.groups.add(make_roles(site)[role])
        client.force_login(user)
        return user

    return as_


def address(name, survey, *args):
    return reverse(f"analysis:{name}", args=[survey.pk, *args])


READ = [("numbers",), ("flow",), ("answers", "why")]
WORK = [("codebook", "why"), ("campaigns", "why"), ("exports",), ("stream", "responses.csv"), ("publication", "why")]
READERS = {Role.ANALYST, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR}
WORKERS = {Role.ANALYST, Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", Role)
def test_who_may_read_and_who_may_work(client, survey, sign_in, role):
    send(survey, said(why="Buses."))
    sign_in(role)
    for names, allowed in ((READ, READERS), (WORK, WORKERS)):
        for name, *args in names:
            status = client.get(address(name, survey, *args)).status_code
            assert status == (200 if role in allowed else 404), (name, status)


def test_the_other_area_reads_nothing(client, survey, sign_in):
    sign_in(Role.ADMINISTRATOR, make_area("there.localhost", "Thereshire", is_default=False))
    for name, *args in (*READ, *WORK):
        assert client.get(address(name, survey, *args)).status_code == 404


def test_numbers_by_another_question_narrowed_and_without_campaigns(client, survey, sign_in):
    sign_in(Role.ANALYST)
    many = [said("yes", ["red"], LETTER) for _ in range(3)] + [said("no", ["blue"], "Other.")]
    send(survey, *many)
    url = address("numbers", survey)
    text = client.get(url).text
    assert "<strong>4 responses</strong>" in text
    assert 'role="img"' in text
    assert "Base: 4 responses that answered." in text
    assert "1 were not asked" in text

    by = client.get(url, {"by": "business"}).text
    assert '<th scope="col">Yes (3)</th>' in by
    narrowed = client.get(url, {"only": ["matters=blue", "business=no", "nothing=x"]}).text
    assert "<strong>1 response</strong>" in narrowed
    client.post(address("campaigns", survey, "why"))
    assert "<strong>1 response</strong>" in client.get(url, {"campaigns": "without"}).text
    assert Campaign.objects.get().members.count() == 3


def test_made_up_answers_are_counted_only_when_asked_for(client, survey, sign_in):
    sign_in(Role.ANALYST)
    send(survey, said(), said(), is_synthetic=True)
    send(survey, said())
    assert "<strong>1 response</strong>" in client.get(address("numbers", survey)).text
    assert "<strong>3 responses</strong>" in client.get(address("numbers", survey), {"all": "1"}).text


def test_reading_tagging_noting_and_finding_again(client, survey, sign_in):
    user = sign_in(Role.ANALYST)
    first, _second = send(survey, said(why="Cheap <b>buses</b>"), said(why="Late trains"))
    client.post(address("codebook", survey, "why"), {"act": "add", "words": "Fares"})
    fares = Code.objects.get()
    url = address("read", survey, "why", first.pk)
    client.post(url, {"codes": [fares.pk, "x", "99999"], "note": "Quote this."})
    assert Coding.objects.get().by == user
    assert Note.objects.get().text == "Quote this."

    text = client.get(address("answers", survey, "why"), {"code": fares.pk}).text
    assert "Cheap &lt;b&gt;buses&lt;/b&gt;" in text
    assert "Late trains" not in text
    assert "Quote this." in text
    assert "Cheap" not in client.get(address("answers", survey, "why"), {"read": "no"}).text
    assert "Late trains" in client.get(address("answers", survey, "why"), {"q": "TRAINS"}).text


def test_the_codebook_refuses_in_words(client, survey, sign_in):
    sign_in(Role.ANALYST)
    url = address("codebook", survey, "why")
    for words in ("Fares", "fares"):
        response = client.post(url, {"act": "add", "words": words}, follow=True)
    assert "The codebook has “fares” already." in response.text
    assert "Choose a theme" in client.post(url, {"act": "merge", "theme": "x"}, follow=True).text


def test_a_spreadsheet_is_asked_for_and_fetched(client, survey, sign_in):
    from consultation.analysis.exporting import make_exports

    sign_in(Role.ANALYST)
    send(survey, said())
    client.post(address("exports", survey), {"form": "ods"})
    make_exports(NOW)
    page = client.get(address("exports", survey)).text
    url = address("fetch", survey, Export.objects.get().pk)
    assert url in page
    assert b"".join(client.get(url).streaming_content)[:2] == b"PK"


@pytest.mark.parametrize("odd", ["\x00", "🧶" * 300, "999999999999999999999", "-1", "<script>"])
def test_nothing_odd_ends_in_an_error(client, survey, sign_in, odd):
    sign_in(Role.ANALYST)
    (response,) = send(survey, said(why="Buses."))
    asked = dict.fromkeys(("by", "only", "campaigns", "all", "q", "code", "read", "p"), odd)
    for name, *args in (*READ, *WORK):
        assert client.get(address(name, survey, *args), asked).status_code == 200
    sent = dict.fromkeys(("codes", "note", "words", "theme", "into", "row", "campaign", "name", "meaning"), odd)
    forms: list[tuple[Any, ...]] = [("read", "why", response.pk), ("codebook", "why"), ("campaigns", "why")]
    for name, *args in forms:
        for act in ("add", "rename", "merge", "split", "answer", odd):
            assert client.post(address(name, survey, *args), sent | {"act": act}).status_code < 500
    assert client.post(address("exports", survey), {"form": odd}).status_code == 404


def test_no_screen_costs_a_query_for_a_row(client, survey, sign_in):
    sign_in(Role.ANALYST)
    counts: dict[str, list[int]] = {}
    for size in (4, 12):
        send(survey, *(said(why=f"{LETTER} {at}") for at in range(size)))
        client.post(address("campaigns", survey, "why"))
        client.post(address("codebook", survey, "why"), {"act": "add", "words": f"Theme {size}"})
        for name, *args in (*READ, *WORK):
            url = address(name, survey, *args)
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                response = client.get(url)
                b"".join(response.streaming_content) if response.streaming else response.content
            counts.setdefault(name, []).append(len(captured))
    assert all(first >= second for first, second in counts.values()), counts
    # Wagtail's own frame takes 13 of them: session, user, rights, locale, and what the menu may show.
    assert max(second for _first, second in counts.values()) <= 12 + 13, counts
