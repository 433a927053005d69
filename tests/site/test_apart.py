"""Staff of one area can neither see nor change what is another's: every address of the admin, Wagtail's own and ours.

Every text of the other area carries a mark, and so do its files and its staff. No answer holds it, no answer is a
crash, and no form, however it is sent, writes more than who is at work. The administrator, who may do most, walks every
address; each of the other roles walks a part of them, and with AUTHORISATION=all every one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.core.signals import got_request_exception
from django.db import connection
from django.urls import get_resolver
from wagtail.models import Page

from lis_site.roles import Role, make_roles
from strategy.models import SiteImage
from tests.ready_made import ready_made
from tests.site.planted import MARK, Planted, addresses_of, own_addresses_of, two_areas
from tests.site.test_authorisation import EVERYTHING, TWINS, tried_by, walk

# Addresses that are not walked, with the reason.
LEFT_OUT = {
    "admin/^.*/$": "every address that there is not",
    "admin/failwhale/": "it fails on purpose, to show the page of a failure",
    "admin/logout/": "it ends the session with which the others are walked",
    "admin/password_reset/confirm/<uidb64>/<token>/": "allauth resets passwords, and Wagtail's way is off",
}
# What any request may write: the session, who has what open, and the form that a preview shows to its owner.
OWN_NOTES = {"django_session", "wagtailadmin_editingsession", "wagtailadmin_formstate", "wagtailusers_userprofile"}
_WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


@pytest.fixture
def areas(db) -> tuple[Planted, Planted]:
    return ready_made("two areas, one planted", two_areas)


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


@pytest.fixture
def crashes():
    found: list[str] = []

    def note(request: Any, **kwargs: Any) -> None:
        found.append(f"{request.method} {request.get_full_path()}: {sys.exc_info()[1]!r}"[:300])

    got_request_exception.connect(note)
    yield found
    got_request_exception.disconnect(note)


def patterns() -> list[str]:
    """Every address under admin/, as Django has it."""
    every = [address for address, _spaces, _pattern in walk(get_resolver().url_patterns) if address[:6] == "admin/"]
    return [address for address in dict.fromkeys(every) if address not in LEFT_OUT]


def walked_by(role: Role, part: str) -> list[str]:
    of_part = [pattern for pattern in patterns() if pattern.startswith("admin/snippets/") == (part == "records")]
    if EVERYTHING or role == Role.ADMINISTRATOR:
        return of_part
    return tried_by(role, [pattern for pattern in of_part if not TWINS.search(pattern)], roles=1)


def forms_for(pattern: str) -> list[str]:
    """How to send an empty form there. What a form does at a twin, it does at the address itself."""
    if TWINS.search(pattern) and not EVERYTHING:
        return []
    return ["post", "put", "delete"] if EVERYTHING or re.search("/api/|delete", pattern) else ["post"]


def sign_in(client: Any, place: Planted, role: Role) -> None:
    user = User.objects.create_user(f"walker-{role}")
    user.groups.add(make_roles(place.site)[role])
    client.force_login(user)


def test_every_address_is_known(areas):
    """A new address says what its parameters stand for, in `tests.site.planted`, or why it is left out."""
    assert not [pattern for pattern in patterns() if not list(addresses_of(pattern, *areas))]


def test_the_mark_is_seen_by_those_who_may_see_it(client, areas):
    """Or the walk below would find nothing because there is nothing to be found."""
    _here, there = areas
    client.force_login(there.staff)
    for address in ("pages/usage/strategy/standardpage/", "images/", "documents/", "tag-autocomplete/?term=zin"):
        assert says_too_much(client.get(f"/admin/{address}")), address
    for model in ("event", "survey", "booking", "response", "partnership", "keyfigure"):
        app = "strategy" if model in ("partnership", "keyfigure") else "consultation"
        assert says_too_much(client.get(f"/admin/snippets/{app}/{model}/")), model


@pytest.mark.parametrize("part", ["records", "the rest"])
@pytest.mark.parametrize("role", Role)
def test_nothing_of_the_other_area_is_seen_or_changed(client, areas, crashes, role, part):
    here, there = areas
    sign_in(client, here, role)
    wrong = set()
    for pattern in walked_by(role, part):
        for address in addresses_of(pattern, here, there):
            for asked in there.questions_for(pattern, here):
                if says_too_much(client.get(address, asked)):
                    wrong.add(f"seen at {pattern}")
            for method in forms_for(pattern):
                with noted_writes() as written:
                    if says_too_much(getattr(client, method)(address)):
                        wrong.add(f"seen in the answer to a form at {pattern}")
                wrong |= {f"{table} is written at {pattern}" for table in written - OWN_NOTES}
    assert not wrong
    assert crashes == []


def test_nothing_of_the_other_area_is_offered_for_the_own(client, areas, crashes):
    """Pages and files of one's own, with their forms, filters and choices. Those of records are as in a new one."""
    here, _there = areas
    sign_in(client, here, Role.ADMINISTRATOR)
    wrong = set()
    for pattern in walked_by(Role.ADMINISTRATOR, "the rest"):
        for address in own_addresses_of(pattern, here):
            if says_too_much(client.get(address)):
                wrong.add(address)
    assert not wrong
    assert crashes == []


def test_a_form_that_names_a_page_of_the_other_area_says_nothing_of_it(client, areas, crashes):
    here, there = areas
    sign_in(client, here, Role.ADMINISTRATOR)
    page, place = here.draft.pk, there.live.get_parent().pk
    for address, form in (
        (f"pages/{page}/copy/", {"new_title": "A", "new_slug": "a", "new_parent_page": place}),
        (f"pages/{page}/move/", {"new_parent_page": place}),
        (f"bulk/wagtailcore/page/move/?id={page}", {"chooser": place}),
        (f"pages/{page}/privacy/", {"restriction_type": "groups", "groups": [there.group.pk]}),
        (f"api/main/pages/{page}/action/copy/", {"destination_page_id": place}),
        (f"api/main/pages/{page}/action/move/", {"destination_page_id": place}),
        (f"images/{here.image.pk}/", {"title": "A", "collection": there.collection.pk}),
    ):
        assert not says_too_much(client.post(f"/admin/{address}", form)), address
    assert not Page.objects.child_of(there.live.get_parent()).filter(slug__in=["a", here.draft.slug]).exists()
    assert SiteImage.objects.get(pk=here.image.pk).collection == here.collection
    assert client.get("/admin/choose-page/", {"target_pages[]": "x"}).status_code == 404
    assert crashes == []


def says_too_much(response: Any) -> bool:
    """Whether the answer holds the mark, or a message does that comes with whatever page is next."""
    content = response.getvalue() if response.streaming else response.content
    messages = getattr(get_messages(response.wsgi_request), "_queued_messages", [])
    text = content.decode(errors="replace") + str(response.headers) + " ".join(str(one) for one in messages)
    return MARK in text.lower()


@contextmanager
def noted_writes() -> Iterator[set[str]]:
    """The tables that are written meanwhile."""
    written: set[str] = set()

    def note(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        written.update(_WRITES.findall(str(sql)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written


ODD = {"int": "99999999999999999999", "uuid": "00000000-0000-0000-0000-000000000000"}


@pytest.mark.parametrize("word", ["x", "99999999999999999999", "-1"])
def test_what_is_not_there_is_not_a_crash(client, areas, crashes, word):
    """Addresses that somebody makes by hand, with numbers that no row can have and words that are no numbers."""
    here, _there = areas
    sign_in(client, here, Role.ADMINISTRATOR)
    with_parameters = [pattern for pattern in patterns() if "<" in pattern and "^(?P" not in pattern]
    for pattern in with_parameters if EVERYTHING else with_parameters[:: 1 if word == "x" else 3]:
        address = re.sub(r"<(?:(\w+):)?\w+>", lambda found: ODD.get(found[1], word), pattern).replace("^", "")
        assert client.get(f"/{address}").status_code != 200, address
    for address in ("choose-page/chosen-multiple/", "images/chooser/chosen-multiple/", "bulk/wagtailcore/page/delete/"):
        client.get(f"/admin/{address}", {"id": word, "childOf": word})
    assert crashes == []
