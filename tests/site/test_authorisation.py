"""Who may open what: every address of ours in the admin, by every role, in the own area and in the other; and every
address behind a link, by every kind of link.

`authorisation.txt` is the agreement: an address, and the letters of the roles that it opens to, or the kind of link.
Change it first. An address that is not in it fails, and so does one that opens to anybody from the other area.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import URLPattern, get_resolver

from lis_site.roles import Role, make_roles
from tests.site.places import PERSONAL, Place
from tests.strategy.factories import make_area

pytestmark = pytest.mark.django_db
EVERYTHING = os.environ.get("AUTHORISATION") == "all"
TABLE = Path(__file__).with_name("authorisation.txt")
LETTERS = {
    Role.EDITOR: "e",
    Role.APPROVER: "a",
    Role.EVENTS_OFFICER: "o",
    Role.ANALYST: "n",
    Role.DATA_PROTECTION_OFFICER: "d",
    Role.ADMINISTRATOR: "m",
}
# Rights that Wagtail gives for all areas at once, and the form with which everybody comes in.
_OF_NO_AREA = ("admin/searchpicks", "admin/login/", "admin/reports/searches")
_OURS = ("strategy", "consultation", "lis_site")
_IN_PLACE_OF_WAGTAILS = "lis_site.apart"  # `test_apart` walks those, with all of Wagtail's


# The same view and the same right under another address: parts of a page that a script fetches, and choosers.
TWINS = re.compile(r"(snippets/.*results/|snippets/choose/|/usage/)")


def addresses() -> Iterator[str]:
    """Every address in the admin that shows our records or is answered by our code.

    Without AUTHORISATION=all, which takes minutes, those are left out that Wagtail answers as it does another.
    """
    yield from (one for one in _all_addresses() if EVERYTHING or not TWINS.search(one))


def tried_by(role: Role, addresses: Any, roles: int = 2) -> list[str]:
    """Those that this role tries: all with AUTHORISATION=all, or else so many that this number of roles tries each."""
    turn, share = list(LETTERS).index(role), len(LETTERS) // roles
    return [one for at, one in enumerate(addresses) if EVERYTHING or at % share == turn % share]


def _all_addresses() -> Iterator[str]:
    for address, namespaces, pattern in walk(get_resolver().url_patterns):
        view = getattr(pattern.callback, "view_class", None) or pattern.callback
        module = getattr(view, "__module__", "")
        is_ours = module.startswith(_OURS) and not module.startswith(_IN_PLACE_OF_WAGTAILS)
        is_of_record = any(re.search("_(strategy|consultation)_", name) for name in namespaces)
        if address.startswith("admin/") and (is_ours or is_of_record) and not address.startswith(_OF_NO_AREA):
            yield address


def behind_links() -> Iterator[str]:
    """Every public address that takes a token."""
    yield from (one.lstrip("^") for one, _namespaces, _pattern in walk(get_resolver().url_patterns) if ":token>" in one)


def walk(patterns: Any, address: str = "", namespaces: tuple[str, ...] = ()) -> Iterator[Any]:
    for pattern in patterns:
        here = f"{address}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield here, namespaces, pattern
        else:
            yield from walk(
                pattern.url_patterns, here, (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            )


def agreed() -> dict[str, str]:
    return dict(line.split() for line in TABLE.read_text(encoding="utf-8").splitlines())


def look_at(client: Any, url: str) -> Any:
    """What a look at it leads to. What takes only forms is sent an empty one."""
    response = client.get(url, follow=True)
    return client.post(url, follow=True) if response.status_code == 405 else response


def is_let_in(response: Any) -> bool:
    # Wagtail sends those whom it refuses to the dashboard, and strangers to the door.
    last = response.redirect_chain[-1][0] if response.redirect_chain else ""
    return response.status_code == 200 and not re.fullmatch(r"(/admin/|.*/login/.*)", last)


def opens(client: Any, url: str) -> bool:
    return is_let_in(look_at(client, url))


def sign_in(client: Any, site: Any, role: Role) -> None:
    user, _is_new = User.objects.get_or_create(username=f"{role}-{site.pk}")
    user.groups.add(make_roles(site)[role])
    client.force_login(user)


@pytest.fixture
def here(area):
    return Place(area)


def test_every_address_is_in_the_table():
    assert agreed().keys() == {*_all_addresses(), *behind_links()}


def test_every_address_opens_to_the_roles_of_the_table_and_to_nobody_else(client, here, area):
    rows, looked_at, differ = agreed(), list(addresses()), []
    for role, letter in LETTERS.items():
        sign_in(client, area, role)
        for address in tried_by(role, looked_at):
            response = look_at(client, here.fill_in(address))
            if is_let_in(response) != (letter in rows[address]):
                differ.append(f"{role}: {address} (agreed: {rows[address]})")
            if role == Role.EDITOR and not response.streaming:
                differ += [f"An editor reads {one} at {address}" for one in PERSONAL if one in response.text]
    assert not differ, "\n".join(differ)


def test_nobody_of_the_other_area_and_no_stranger_opens_a_record(client, here):
    there = make_area("there.localhost", "Thereshire", is_default=False)
    about_records = [address for address in addresses() if "<" in address]
    assert not [address for address in about_records if opens(client, here.fill_in(address))]
    for role in LETTERS:
        sign_in(client, there, role)
        opened = [address for address in tried_by(role, about_records, roles=1) if opens(client, here.fill_in(address))]
        assert not opened, (role, opened)


def test_a_link_opens_what_it_is_for_in_its_own_area_and_nothing_else(client, here, area):
    """By whomever it is followed: staff of the area open no more with it than anybody."""
    make_area("there.localhost", "Thereshire", is_default=False)
    kinds, differ = list(here.links), []
    for at, address in enumerate(behind_links()):
        kind = agreed()[address]
        others = [one for one in kinds if one != kind]
        for tried in [kind, *(others if EVERYTHING else [others[at % len(others)]])]:
            if opens_at(client, here.fill_in(address, here.links[tried])) != (tried == kind):
                differ.append(f"{address} with a link for {tried}")
        if opens_at(client, here.fill_in(address, here.links[kind]), host="there.localhost"):
            differ.append(f"{address} in the other area")
        if at % 4 == 0:
            sign_in(client, area, Role.ADMINISTRATOR)
            if opens_at(client, here.fill_in(address, "x" * 43)):
                differ.append(f"{address} to an administrator without the link")
            client.logout()
    assert not differ, "\n".join(differ)


def opens_at(client: Any, url: str, host: str = "localhost") -> bool:
    """Whether the link is taken for one that works; what it then shows or refuses depends on what stands behind it."""
    response = client.get(url, headers={"host": host})
    return response.status_code not in (400, 404)
