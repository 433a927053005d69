"""Who of the staff sees and does what with round tables, as a table: each role, each screen, own and other area."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from consultation.round_tables.models import AccessNeed, Booking, RoundTable
from lis_site.roles import Role
from tests.consultation.round_tables.desk import add, said, staff_of, table_in, url

pytestmark = pytest.mark.django_db

OFFICER, PROTECTION, ADMINISTRATOR = Role.EVENTS_OFFICER, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR
LOOK = {OFFICER, PROTECTION, ADMINISTRATOR}
DO = {OFFICER, ADMINISTRATOR}
ARRANGE = {OFFICER}

# Screen: who opens it. `None` stands for the record that is looked at.
SCREENS: dict[tuple[Any, ...], set[Role]] = {
    (RoundTable, "list"): LOOK,
    (RoundTable, "inspect", None): LOOK,
    (RoundTable, "history", None): DO,
    (RoundTable, "usage", None): DO,
    (RoundTable, "add"): DO,
    (RoundTable, "edit", None): DO,
    (RoundTable, "seats", None): DO,
    (RoundTable, "closing", None): DO,
    (RoundTable, "call_off", None): DO,
    (RoundTable, "copy", None): DO,
    (RoundTable, "add_person", None): DO,
    (RoundTable, "invite", None): DO,
    (RoundTable, "message", None): DO,
    (RoundTable, "door", None): DO,
    (RoundTable, "door_list", None): LOOK,
    (RoundTable, "export", None): LOOK,
    (Booking, "list"): LOOK,
    (Booking, "inspect", None): LOOK,
    (Booking, "history", None): DO,
    (Booking, "arrival", "reference"): DO,
    **{
        (Booking, "act", None, action): DO
        for action in ("details", "colleague", "email", "move", "message", "send-again", "did-not-come", "cancel")
    },
    (AccessNeed, "list"): {OFFICER, PROTECTION},
    (AccessNeed, "inspect", None): {OFFICER, PROTECTION},
    (AccessNeed, "take_on", None): ARRANGE,
    (AccessNeed, "confirm_back", None): ARRANGE,
}


@pytest.fixture
def records(area):
    """One of each kind, in the area."""
    table = table_in(area)
    booked = add(table, "Jane Smith", access_need="A hearing loop")
    return {RoundTable: table, Booking: booked, AccessNeed: booked.access_need}


def address(screen, records):
    model, name, *args = screen
    given = {None: records[model].pk, "reference": getattr(records[model], "reference", "")}
    return url(model, name, *(given.get(arg, arg) for arg in args))


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_it_may_and_nothing_else(client, area, records, role):
    client.force_login(staff_of(area, role))
    for screen, roles in SCREENS.items():
        status = client.get(address(screen, records)).status_code
        assert (status == 200) == (role in roles), (screen, status)
        assert status in (200, 302, 404), (screen, status)


@pytest.mark.parametrize("role", sorted(set(Role) - DO))
def test_those_who_may_not_change_anything_by_posting_either(client, area, records, role):
    client.force_login(staff_of(area, role))
    for screen in SCREENS:
        if (screen[1], screen[0]) not in {("export", RoundTable)}:
            client.post(address(screen, records), {"why": "x", "booking": records[Booking].pk, "capacity": "0"})
    assert Booking.objects.get().state == "confirmed"
    assert RoundTable.objects.get().pools.get().capacity == 2
    assert AccessNeed.objects.get().state == "open"


@pytest.mark.parametrize("role", sorted(LOOK))
def test_staff_of_another_area_find_nothing(client, there, records, role):
    client.force_login(staff_of(there, role))
    booked = records[Booking]
    for screen in SCREENS:
        place = address(screen, records)
        if len(screen) > 2:
            assert client.get(place).status_code in (302, 404), screen
            assert client.post(place, {"booking": booked.pk, "why": "x"}).status_code in (302, 404), screen
        elif screen[1] == "list":
            page = client.get(place).text
            for secret in (booked.reference, "Jane", str(booked.round_table)):
                assert secret not in page, screen
    filtered = client.get(url(Booking, "list"), {"round_table": booked.round_table_id}).text
    assert booked.reference not in filtered
    assert str(booked.round_table) not in filtered
    for model in ("roundtable", "booking", "accessneed"):
        chooser = client.get(f"/admin/snippets/choose/consultation/{model}/")
        assert booked.reference not in chooser.text
        assert str(booked.round_table) not in chooser.text
    booked.refresh_from_db()
    assert booked.state == "confirmed"


@pytest.mark.parametrize("action", ["message", "confirm", "give-place", "move", "did-not-come", "cancel"])
@pytest.mark.parametrize("ids", ["all", "one"])
def test_several_at_once_never_reach_another_area(client, there, records, action, ids):
    client.force_login(staff_of(there))
    booked = records[Booking]
    place = reverse("wagtail_bulk_action", args=["consultation", "booking", action])
    place += f"?id={'all' if ids == 'all' else booked.pk}&next=/admin/"
    assert "Jane" not in client.get(place).text
    assert booked.reference not in client.get(place).text
    client.post(place, {"why": "x", "subject": "x", "words": "x", "to": booked.round_table_id})
    assert [step.what for step in booked.steps.all()] == ["added"]


def test_nobody_deletes_not_even_a_superuser(admin_client, records):
    place = url(RoundTable, "delete", records[RoundTable].pk)
    assert admin_client.get(place).status_code == 302
    assert admin_client.post(place).status_code == 302
    for model, record in records.items():
        name = model._meta.model_name
        place = reverse("wagtail_bulk_action", args=["consultation", name, "delete"])
        place += f"?id={record.pk}&next=/admin/"
        assert admin_client.post(place).status_code in (200, 302)
    assert (RoundTable.objects.count(), Booking.objects.count(), AccessNeed.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("how", ["single", "several"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_event_that_people_have_booked_is_not_deleted_and_why(officer, records, how, method):
    event = records[RoundTable].event
    place = url(type(event), "delete", event.pk)
    if how == "several":
        place = (
            reverse("wagtail_bulk_action", args=["consultation", "event", "delete"]) + f"?id={event.pk}&next=/admin/"
        )
    response = getattr(officer, method)(place, follow=True)
    assert response.status_code == 200
    assert f"“{event}” cannot be deleted, because these need it: 1 round table. Cancel it" in said(response)
    assert Booking.objects.count() == 1


def test_opening_personal_data_is_noted(officer, records):
    officer.get(url(Booking, "inspect", records[Booking].pk))
    officer.get(url(AccessNeed, "inspect", records[AccessNeed].pk))
    noted = ModelLogEntry.objects.filter(action="consultation.view_person").order_by("pk")
    assert [entry.label for entry in noted] == [str(records[Booking]), str(records[AccessNeed])]
    assert "no-store" in officer.get(url(Booking, "inspect", records[Booking].pk))["Cache-Control"]


def test_what_somebody_needs_stands_nowhere_but_on_its_page(officer, records):
    table, booked = records[RoundTable], records[Booking]
    for place in (
        url(AccessNeed, "list"),
        url(Booking, "list"),
        url(Booking, "inspect", booked.pk),
        url(RoundTable, "door", table.pk),
        url(RoundTable, "door_list", table.pk),
        url(RoundTable, "inspect", table.pk),
    ):
        assert "hearing loop" not in officer.get(place).text, place
    assert "hearing loop" in officer.get(url(AccessNeed, "inspect", records[AccessNeed].pk)).text


def test_an_administrator_changes_details_without_seeing_or_losing_the_need(client, area, records):
    client.force_login(staff_of(area, ADMINISTRATOR))
    place = url(Booking, "act", records[Booking].pk, "details")
    assert "hearing loop" not in client.get(place).text
    assert client.post(place, {"name": "Jane Jones"}).status_code == 302
    assert Booking.objects.get().name == "Jane Jones"
    assert AccessNeed.objects.get().words == "A hearing loop"


@pytest.mark.parametrize("pk", ["0", "99999999999999999999", "abc"])
@pytest.mark.parametrize("model", [RoundTable, Booking, AccessNeed])
def test_what_is_not_there_is_not_there(officer, model, pk):
    stem = f"/admin/snippets/consultation/{model._meta.model_name}"
    for name in ("inspect", "history", "door", "seats", "act", "take-on"):
        assert officer.get(f"{stem}/{name}/{pk}/").status_code in (302, 404), name
