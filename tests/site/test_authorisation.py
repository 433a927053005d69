"""Who may open what: every address of ours in the admin, by every role, in the own area and in the other.

`authorisation.txt` is the agreement: an address, and the letters of the roles that it opens to. Change it first. An
address that is not in it fails, and so does one that opens to anybody from the other area.
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
from django.utils import timezone
from wagtail.models import Page

from consultation.analysis import coding
from consultation.events.models import Event
from consultation.formats.handling import ask as ask_for_format
from consultation.models import EngagementSnapshot, Erasure, Export, Hold, Mail, SavedQuestion
from consultation.participants.consents import word
from consultation.participants.organisations import find_or_make
from consultation.round_tables.models import AccessNeed
from lis_site.roles import Role, make_roles
from strategy.models import Review
from tests.consultation.analysis.factories import said, send
from tests.consultation.feedback.factories import make_consultation, make_row
from tests.consultation.participants.factories import make_contact
from tests.consultation.round_tables.factories import book, make_round_table
from tests.consultation.surveys.factories import NOW, open_survey
from tests.strategy.factories import (
    AmbitionStatusFactory,
    DistrictFactory,
    GlossaryTermFactory,
    KeyFigureFactory,
    make_area,
    make_tree,
)

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


# The same view and the same right under another address: parts of a page that a script fetches, and choosers.
_TWINS = re.compile(r"(snippets/.*results/|snippets/choose/|/usage/)")


def addresses() -> Iterator[str]:
    """Every address in the admin that shows our records or is answered by our code.

    Without AUTHORISATION=all, which takes minutes, those are left out that Wagtail answers as it does another.
    """
    yield from (one for one in _all_addresses() if EVERYTHING or not _TWINS.search(one))


def tried_by(role: Role, addresses: Any) -> list[str]:
    """Those that this role tries: all with AUTHORISATION=all, or else a third, so that two roles try each."""
    turn = list(LETTERS).index(role)
    return [one for at, one in enumerate(addresses) if EVERYTHING or at % 3 == turn % 3]


def _all_addresses() -> Iterator[str]:
    for address, namespaces, pattern in _walk(get_resolver().url_patterns):
        view = getattr(pattern.callback, "view_class", None) or pattern.callback
        is_ours = getattr(view, "__module__", "").startswith(_OURS)
        is_of_record = any(re.search("_(strategy|consultation)_", name) for name in namespaces)
        if address.startswith("admin/") and (is_ours or is_of_record) and not address.startswith(_OF_NO_AREA):
            yield address


def _walk(patterns: Any, address: str = "", namespaces: tuple[str, ...] = ()) -> Iterator[Any]:
    for pattern in patterns:
        here = f"{address}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield here, namespaces, pattern
        else:
            yield from _walk(
                pattern.url_patterns, here, (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            )


class Place:
    """One of everything in an area, by the name of its model."""

    def __init__(self, site: Any) -> None:
        tree = make_tree(site, count=1)
        ann = User.objects.create_user(f"ann-{site.pk}")
        survey = open_survey(site)
        (response,) = send(survey, said(why="Buses."))
        table = make_round_table(site)
        booking = book(table)
        consultation = make_consultation(tree)
        self.page: Page = tree.home
        self.survey, self.response, self.booking = survey, response, booking
        self.code = coding.add(survey=survey, question="why", words="Fares", by=ann, now=NOW)
        self.export = Export.objects.create(survey=survey, form="ods", asked_at=NOW)
        contact = make_contact(site, f"jane@{site.hostname}.org")
        asked: dict[str, Any] = {"document": "It", "format": "audio", "name": "Jo", "email": "jo@x.org"}
        self.review = Review.objects.create(
            site=site, page=tree.home, token_hash=site.hostname, reviewer="Bo", asked_at=NOW, expires_at=NOW
        )
        self.of_model: dict[str, Any] = {
            "event": Event.objects.filter(site=site).first(),
            "engagementsnapshot": EngagementSnapshot.objects.create(site=site, people=9, document="Paper"),
            "roundtable": table,
            "booking": booking,
            "accessneed": AccessNeed.objects.create(site=site, booking=booking, words="A ramp", asked_at=NOW),
            "organisation": find_or_make(site=site, name="Mill Ltd"),
            "contact": contact,
            "mail": Mail.objects.filter(site=site).first(),
            "consenttext": word(site=site, purpose="news", text="News?"),
            "hold": Hold.objects.create(site=site, contact=contact, reason="A court."),
            "erasure": Erasure.objects.create(site=site, at=NOW, reason="request", people=1, counts={}),
            "formatrequest": ask_for_format(site=site, now=timezone.now(), **asked),
            "survey": survey,
            "response": response,
            "savedquestion": SavedQuestion.objects.create(site=site, name="Age"),
            "feedbackrow": make_row(consultation, tree.ambitions[0]),
            "keyfigure": KeyFigureFactory(site=site),
            "glossaryterm": GlossaryTermFactory(site=site),
            "ambitionstatus": AmbitionStatusFactory(ambition=tree.ambitions[0]),
            "district": DistrictFactory(site=site),
        }

    def fill_in(self, address: str) -> str:
        """The address with what is in this area."""
        names = {
            "page_id": self.page.pk,
            "review_id": self.review.pk,
            "response_id": self.response.pk,
            "export_id": self.export.pk,
            "file_id": "00000000-0000-0000-0000-000000000000",
            "code": "why",
            "name": "responses.csv",
            "action": "move",
            "reference": self.booking.reference,
            "pk": self._key_in(address),
        }
        return "/" + re.sub(r"<[^>]*?(\w+)>", lambda found: str(names[found[1]]), address)

    def _key_in(self, address: str) -> Any:
        if address.startswith("admin/analysis/"):
            return self.survey.pk
        model = next((part for part in re.split(r"\W|_", address) if part in self.of_model), "")
        return self.of_model[model].pk if model else ""


def opens(client: Any, url: str) -> bool:
    """Whether a look at it is let in, wherever it leads on to. What takes only forms is sent an empty one."""
    response = client.get(url, follow=True)
    if response.status_code == 405:
        response = client.post(url, follow=True)
    # Wagtail sends those whom it refuses to the dashboard, and strangers to the door.
    last = response.redirect_chain[-1][0] if response.redirect_chain else ""
    return response.status_code == 200 and not re.fullmatch(r"(/admin/|.*/login/.*)", last)


def sign_in(client: Any, site: Any, role: Role) -> None:
    user, _is_new = User.objects.get_or_create(username=f"{role}-{site.pk}")
    user.groups.add(make_roles(site)[role])
    client.force_login(user)


@pytest.fixture
def here(area):
    return Place(area)


def test_every_address_opens_to_the_roles_of_the_table_and_to_nobody_else(client, here, area):
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    agreed = {line.split()[0]: line.split()[1] for line in lines}
    assert agreed.keys() == set(_all_addresses()), "The table and the addresses differ."
    looked_at, differ = list(addresses()), []
    for role, letter in LETTERS.items():
        sign_in(client, area, role)
        for address in tried_by(role, looked_at):
            if opens(client, here.fill_in(address)) != (letter in agreed[address]):
                differ.append(f"{role}: {address} (agreed: {agreed[address]})")
    assert not differ, "\n".join(differ)


def test_nobody_of_the_other_area_and_no_stranger_opens_a_record(client, here):
    there = make_area("there.localhost", "Thereshire", is_default=False)
    about_records = [address for address in addresses() if "<" in address]
    assert not [address for address in about_records if opens(client, here.fill_in(address))]
    for role in LETTERS:
        sign_in(client, there, role)
        opened = [address for address in tried_by(role, about_records) if opens(client, here.fill_in(address))]
        assert not opened, (role, opened)
