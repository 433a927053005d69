"""An organisation is found by the name that people type, and two that are one can be merged."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from wagtail.models import ModelLogEntry

from consultation.participants import contacts
from consultation.participants.models import Contact, Organisation
from consultation.participants.models.organisation import organisation_key
from consultation.participants.organisations import MergeRefused, find_or_make, merge, what_moves
from tests.consultation.participants.factories import NOW, make_contact
from tests.strategy.factories import DistrictFactory, make_area


@pytest.mark.parametrize(
    "spelling",
    [
        "Yorkshire Wool Ltd",
        "yorkshire wool limited",
        "The Yorkshire Wool, Ltd.",
        "YORKSHIRE  WOOL PLC",
        " Yorkshire-Wool L.T.D. ",
        "Yorkshire\u00a0Wool",
        "The Yorkshire Wool P.L.C",
    ],
)
def test_spellings_of_one_name(spelling):
    assert organisation_key(spelling) == organisation_key("Yorkshire Wool")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Leeds Council", "Bradford Council"), ("The Limited", "The PLC"), ("Wool 1", "Wool 2"), ("⚽", "🏀")],
)
def test_different_names(one, other):
    assert organisation_key(one) != organisation_key(other)


def test_letters_that_are_written_in_two_ways_are_one():
    assert organisation_key("St John’s & Co") == organisation_key("st johns and co")
    assert organisation_key("Cafe\u0301") == organisation_key("Café")


@given(some.text(min_size=1, max_size=200).filter(str.strip))
def test_every_name_has_a_key_that_fits(name):
    assert 0 < len(organisation_key(name)) <= 200


def test_a_typed_name_finds_the_organisation_or_makes_it(area):
    made = find_or_make(site=area, name="  Yorkshire  Wool Ltd ", kind="business")
    assert (made.name, made.kind) == ("Yorkshire Wool Ltd", "business")
    assert find_or_make(site=area, name="THE YORKSHIRE WOOL") == made
    assert find_or_make(site=area, name=" ") is None
    there = make_area("there.localhost", "Thereshire", is_default=False)
    assert find_or_make(site=there, name="Yorkshire Wool") != made


def test_what_is_not_known_yet_is_learnt_and_what_is_known_stays(area):
    district: Any = DistrictFactory(site=area)
    find_or_make(site=area, name="Wool")
    assert find_or_make(site=area, name="wool", kind="charity", district=district).kind == "charity"
    assert find_or_make(site=area, name="wool", kind="business").kind == "charity"
    assert Organisation.objects.get().district == district


def named(area, name, email):
    """The name of what is found or made, written to by `email`."""
    organisation: Any = find_or_make(site=area, name=name, email=email)
    contacts.remember(site=area, email=email, organisation=organisation, now=NOW)
    return organisation.name


def test_where_somebody_writes_from_helps_to_know_for_whom(area):
    assert named(area, "Leeds Beckett University", "ann@leedsbeckett.ac.uk") == "Leeds Beckett University"
    assert named(area, "Leeds Beckett", "bob@LeedsBeckett.ac.uk") == "Leeds Beckett University"
    assert named(area, "Leeds Beckett University, School of Law", "cy@leedsbeckett.ac.uk") == "Leeds Beckett University"
    assert named(area, "Students’ Union", "di@leedsbeckett.ac.uk") == "Students’ Union"
    assert named(area, "Leeds", "eve@elsewhere.example") == "Leeds"
    # Two that begin so: the domain does not tell which.
    assert named(area, "Beckett Park Trust", "fay@park.example") == "Beckett Park Trust"
    assert named(area, "Beckett Park Choir", "gus@park.example") == "Beckett Park Choir"
    assert named(area, "Beckett Park", "hal@park.example") == "Beckett Park"


def test_a_domain_that_anybody_may_have_says_nothing(area):
    assert named(area, "Wool Works", "ann@gmail.com") == "Wool Works"
    assert named(area, "Wool", "bob@gmail.com") == "Wool"


@pytest.fixture
def keep(area) -> Any:
    return find_or_make(site=area, name="Leeds Beckett University")


@pytest.fixture
def drop(area, keep):
    found = find_or_make(site=area, name="Leeds Beckett")
    for name in ("a", "b"):
        contact = make_contact(area, f"{name}@example.org")
        Contact.objects.filter(pk=contact.pk).update(organisation=found)
    return found


def test_merging_moves_all_that_pointed_at_it_and_deletes_nothing(keep, drop, area, django_user_model):
    staff = django_user_model.objects.create_user("staff")
    assert what_moves(drop) == {"contacts": 2}
    assert merge(keep=keep, drop=drop, by=staff, now=NOW) == {"contacts": 2}
    assert keep.contacts.count() == 2
    assert list(Organisation.objects.current()) == [keep]
    assert find_or_make(site=area, name="leeds beckett") == keep
    entry = ModelLogEntry.objects.get(action="consultation.merge_organisations")
    assert entry.user == staff
    assert entry.data["merged"]["name"] == "Leeds Beckett"
    assert set(entry.data["merged"]["moved"]["consultation.contact.organisation"]) == set(
        Contact.objects.values_list("pk", flat=True)
    )


def test_merging_the_merged_leads_all_names_to_the_last(keep, drop, area):
    last: Any = find_or_make(site=area, name="Beckett")
    merge(keep=keep, drop=drop, by=None, now=NOW)
    merge(keep=last, drop=keep, by=None, now=NOW)
    assert find_or_make(site=area, name="Leeds Beckett") == last
    assert last.contacts.count() == 2


def test_what_cannot_be_merged(keep, drop):
    with pytest.raises(MergeRefused, match="into itself"):
        merge(keep=keep, drop=keep, by=None, now=NOW)
    there: Any = find_or_make(site=make_area("there.localhost", "Thereshire", is_default=False), name="Beckett")
    with pytest.raises(MergeRefused, match="one area"):
        merge(keep=keep, drop=there, by=None, now=NOW)
    merge(keep=keep, drop=drop, by=None, now=NOW)
    with pytest.raises(MergeRefused, match="already"):
        merge(keep=keep, drop=drop, by=None, now=NOW)
