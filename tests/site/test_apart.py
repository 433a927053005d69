"""Staff of one area can neither see nor change what is another's: every address of the admin, by every role.

Every text of the other area carries a mark, its files and staff too. No answer holds it, and no answer is a crash; no
form, however sent, changes a row that is not the sender's own session.
"""

from __future__ import annotations

import re
import time
TIMES={}
import sys
from collections import Counter
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.signals import got_request_exception
from django.db import connection
from django.urls import get_resolver

from lis_site.roles import Role, make_roles
from tests.ready_made import ready_made
from tests.site.planted import MARK, Planted, addresses_of, two_areas
from tests.site.test_authorisation import walk

# Addresses that are not walked, with the reason.
_LEFT_OUT = {
    "admin/failwhale/": "it fails on purpose, to show the page of a failure",
    "admin/logout/": "it ends the session with which the others are walked",
    "admin/password_reset/confirm/<uidb64>/<token>/": "there is none: allauth resets passwords, and Wagtail's is off",
}
# What a request may write: who is at work, and what a person has dismissed in their own account.
_OWN_NOTES = {"django_session", "wagtailadmin_editingsession", "wagtailadmin_formstate", "wagtailusers_userprofile"}
_WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


@pytest.fixture
def areas(db) -> tuple[Planted, Planted]:
    return ready_made("two areas, one planted", two_areas)


@pytest.fixture
def crashes():
    found: list[str] = []

    def note(request: Any, **kwargs: Any) -> None:
        found.append(f"{request.method} {request.get_full_path()}: {sys.exc_info()[1]!r}"[:300])

    got_request_exception.connect(note)
    yield found
    got_request_exception.disconnect(note)


def patterns() -> list[str]:
    every = [address for address, _spaces, _pattern in walk(get_resolver().url_patterns) if address[:6] == "admin/"]
    return [address for address in dict.fromkeys(every) if address not in _LEFT_OUT and address != "admin/^.*/$"]


def test_every_address_is_known(areas):
    """A new address says what its parameters stand for, in `tests.site.planted`, or why it is left out."""
    assert not [pattern for pattern in patterns() if not list(addresses_of(pattern, *areas))]


@pytest.mark.parametrize("role", Role)
def test_nothing_of_the_other_area_is_seen_or_changed(client, areas, crashes, role):
    here, there = areas
    client.raise_request_exception = False
    user = User.objects.create_user(f"walker-{role}")
    user.groups.add(make_roles(here.site)[role])
    client.force_login(user)
    wrong: Counter[str] = Counter()
    for pattern in patterns():
        for address in addresses_of(pattern, here, there):
            for asked in there.questions if "<" not in pattern else [{}]:
                t0=time.process_time()
                seen = is_marked(client.get(address, asked))
                n,c=TIMES.get("GET "+pattern,(0,0)); TIMES["GET "+pattern]=(n+1,c+time.process_time()-t0)
                wrong[f"seen at {pattern}"] += seen
            with noted_writes() as written:
                t0=time.process_time()
                seen = is_marked(client.post(address))
                n,c=TIMES.get("POST "+pattern,(0,0)); TIMES["POST "+pattern]=(n+1,c+time.process_time()-t0)
            wrong[f"seen in the answer to a form at {pattern}"] += seen
            for table in written - _OWN_NOTES:
                wrong[f"{table} written at {pattern}"] += 1
    with open(f"/tmp/wrong-{role}.txt","w") as f:
        f.write("\n".join(f"{c} {w}" for w,c in wrong.items() if c))
    with open(f"/tmp/times-{role}.txt","w") as f:
        f.write("\n".join(f"{c:.3f} {n} {w}" for w,(n,c) in sorted(TIMES.items(), key=lambda x:-x[1][1])))
    assert [what for what, count in wrong.items() if count] == []
    assert crashes == []


def is_marked(response: Any) -> bool:
    content = response.getvalue() if response.streaming else response.content
    text = content.decode(errors="replace") + str(response.headers)
    return MARK in text.lower()


class noted_writes:
    def __enter__(self) -> set[str]:
        self.written: set[str] = set()
        self.wrapper = connection.execute_wrapper(self.note)
        self.wrapper.__enter__()
        return self.written

    def note(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.written.update(_WRITES.findall(str(sql)))
        return execute(sql, params, many, context)

    def __exit__(self, *args: Any) -> None:
        self.wrapper.__exit__(*args)
