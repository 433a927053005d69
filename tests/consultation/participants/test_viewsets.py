"""Who may see and do what with people's records, in which area; and that looking is noted."""

import pytest
from django.contrib.auth.models import User
from wagtail.models import ModelLogEntry

from consultation.participants import consents
from consultation.participants.models import ConsentText, Contact, Erasure, Hold, Mail, Organisation
from consultation.participants.models.mail import MailState
from consultation.participants.organisations import find_or_make
from lis_site.roles import Role, make_roles
from tests.consultation.participants.factories import NOW, make_contact, queue_hello
from tests.strategy.factories import make_area

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello")]

EMAIL = "jane.oconnor@example.org"
SEES = {
    "organisation": {Role.EVENTS_OFFICER, Role.ANALYST, Role.ADMINISTRATOR},
    "contact": {Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR},
    "mail": {Role.EVENTS_OFFICER, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR},
    "consenttext": {Role.EVENTS_OFFICER, Role.ANALYST, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR},
    "hold": {Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR},
    "erasure": {Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR},
}


def base(kind):
    return f"/admin/snippets/consultation/{kind}/"


@pytest.fixture
def there(area):
    return make_area("there.localhost", "Thereshire", is_default=False)


@pytest.fixture
def sign_in(client, area):
    def as_(role, site=area):
        user = User.objects.create_user(f"{role}-{site.pk}")
        user.groups.add(make_roles(site)[role])
        client.force_login(user)
        return client

    return as_


@pytest.fixture
def rows(area):
    """One record of each kind."""
    contact = make_contact(area, EMAIL)
    return {
        "organisation": find_or_make(site=area, name="Leeds Beckett"),
        "contact": contact,
        "mail": queue_hello(area, to=contact),
        "consenttext": consents.word(site=area, purpose="news", text="Write to me."),
        "hold": Hold.objects.create(site=area, contact=make_contact(area, "held@example.org"), reason="A court."),
        "erasure": Erasure.objects.create(site=area, at=NOW, reason="request", people=1, counts={}),
    }


PLACES = {
    "organisation": ["", "add/", "edit/{}/", "merge/{}/"],
    "contact": ["", "inspect/{}/", "edit/{}/", "export/{}/", "erase/{}/"],
    "mail": ["", "inspect/{}/"],
    "consenttext": ["", "add/", "inspect/{}/"],
    "hold": ["", "add/", "edit/{}/"],
    "erasure": [""],
}


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_it_may_and_nothing_else(sign_in, rows, role):
    staff = sign_in(role)
    for kind, places in PLACES.items():
        for place in places:
            status = staff.get(base(kind) + place.format(rows[kind].pk)).status_code
            assert (status == 200) == (role in SEES[kind]), (kind, place, status)
            assert status in (200, 302, 404)


@pytest.mark.parametrize("kind", PLACES)
def test_staff_of_another_area_find_nothing(sign_in, rows, there, kind):
    staff = sign_in(Role.ADMINISTRATOR, there)
    for place in PLACES[kind]:
        if "{}" in place:
            assert staff.get(base(kind) + place.format(rows[kind].pk)).status_code in (302, 404), place
            assert staff.post(base(kind) + place.format(rows[kind].pk)).status_code in (302, 404), place
    assert f"/{rows[kind].pk}/" not in staff.get(base(kind)).text
    assert Contact.objects.known().count() == 2


@pytest.mark.parametrize("kind", ["contact", "mail", "consenttext", "erasure", "hold", "organisation"])
def test_nobody_deletes_or_forges_not_even_a_superuser(client, rows, kind):
    client.force_login(User.objects.create_superuser("root"))
    refused = ["delete/{}/"]
    refused += ["edit/{}/"] if kind in ("mail", "consenttext", "erasure") else []
    refused += ["add/"] if kind in ("contact", "mail", "erasure") else []
    for place in refused:
        address = base(kind) + place.format(rows[kind].pk)
        assert client.get(address).status_code == 302, place
        assert client.post(address, {}).status_code == 302, place
    assert type(rows[kind]).objects.filter(pk=rows[kind].pk).exists()


def test_the_list_of_contacts_names_nobody_and_opening_one_is_noted(sign_in, rows):
    staff = sign_in(Role.DATA_PROTECTION_OFFICER)
    contact = rows["contact"]
    assert EMAIL not in staff.get(base("contact")).text
    assert f"Contact {contact.pk}" in staff.get(base("contact") + "?q=oconnor").text
    assert not ModelLogEntry.objects.filter(action="consultation.view_person").exists()
    page = staff.get(base("contact") + f"inspect/{contact.pk}/")
    assert EMAIL in page.text
    assert "no-store" in page["Cache-Control"]
    entry = ModelLogEntry.objects.get(action="consultation.view_person")
    assert (entry.user.username, entry.label) == (f"{Role.DATA_PROTECTION_OFFICER}-{contact.site_id}", str(contact))


def test_a_contact_is_corrected_and_two_never_share_an_address(sign_in, rows):
    staff = sign_in(Role.DATA_PROTECTION_OFFICER)
    address = base("contact") + f"edit/{rows['contact'].pk}/"
    taken = staff.post(address, {"name": "Jane", "email": "Held@example.org", "phone": ""})
    assert "Another contact of this area has that e-mail address." in taken.text
    assert staff.post(address, {"name": "Jane  Smith", "email": " JANE@example.org", "phone": ""}).status_code == 302
    rows["contact"].refresh_from_db()
    assert (rows["contact"].name, rows["contact"].email) == ("Jane Smith", "jane@example.org")


def test_a_person_is_exported_and_erased(sign_in, rows):
    staff = sign_in(Role.DATA_PROTECTION_OFFICER)
    contact = rows["contact"]
    export = staff.get(base("contact") + f"export/{contact.pk}/")
    assert export["Content-Disposition"].startswith("attachment")
    assert EMAIL in export.text
    assert Contact.objects.known().filter(pk=contact.pk).exists()  # looking at the question erases nothing
    assert "e-mails: 1" in staff.get(base("contact") + f"erase/{contact.pk}/").text
    assert staff.post(base("contact") + f"erase/{contact.pk}/").status_code == 302
    assert not Contact.objects.known().filter(pk=contact.pk).exists()
    held = staff.post(base("contact") + f"erase/{rows['hold'].contact_id}/", follow=True)
    assert "a legal hold protects it. A court." in held.text


def test_an_organisation_goes_by_one_name(sign_in, rows, area):
    staff = sign_in(Role.EVENTS_OFFICER)
    form = {"site": area.pk, "name": "The Leeds-Beckett Ltd", "kind": "education", "district": ""}
    assert "goes by that name already" in staff.post(base("organisation") + "add/", form).text
    assert staff.post(base("organisation") + "add/", form | {"name": "Leeds Arts"}).status_code == 302
    assert Organisation.objects.count() == 2


def test_merging_says_what_moves_and_then_moves_it(sign_in, rows, area):
    staff = sign_in(Role.EVENTS_OFFICER)
    keep, drop = rows["organisation"], find_or_make(site=area, name="Beckett")
    Contact.objects.update(organisation=drop)
    address = base("organisation") + f"merge/{drop.pk}/"
    assert "2 contacts" in staff.get(address).text
    assert "Select a valid choice" in staff.post(address, {"keep": drop.pk}).text
    assert staff.post(address, {"keep": keep.pk}).status_code == 302
    assert keep.contacts.count() == 2
    assert "Beckett</" not in staff.get(base("organisation")).text.replace("Leeds Beckett", "")


def test_other_words_for_consent_are_a_new_version(sign_in, rows, area):
    staff = sign_in(Role.DATA_PROTECTION_OFFICER)
    form = {"site": area.pk, "purpose": "news", "text": "Write to me monthly."}
    assert staff.post(base("consenttext") + "add/", form).status_code == 302
    assert list(ConsentText.objects.values_list("version", flat=True)) == [2, 1]


def test_staff_read_a_mail_and_try_again(sign_in, rows):
    staff = sign_in(Role.EVENTS_OFFICER)
    found = rows["mail"]
    page = staff.get(base("mail") + f"inspect/{found.pk}/").text
    assert "Dear Jane," in page
    assert "sandbox" in page
    assert "Try again" not in page
    assert EMAIL not in staff.get(base("mail")).text
    Mail.objects.update(state=MailState.REFUSED, last_error="550 no such person", ended_at=NOW)
    assert "550 no such person" in staff.get(base("mail")).text
    assert "Try again" in staff.get(base("mail") + f"inspect/{found.pk}/").text
    staff.get(base("mail") + f"retry/{found.pk}/")
    assert Mail.objects.get().state == MailState.REFUSED
    staff.post(base("mail") + f"retry/{found.pk}/")
    assert Mail.objects.get().state == MailState.WAITING
