"""What the site holds about somebody can be found, given out and erased, in every service at once."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from consultation.participants import consents, mail, privacy, traces
from consultation.participants.links import LinkRefused, make_link, resolve
from consultation.participants.models import Contact, Erasure, Hold, Mail, Organisation
from consultation.participants.models.mail import MailState
from consultation.participants.organisations import find_or_make
from consultation.participants.sending import send_waiting
from tests.consultation.participants.factories import NOW, make_contact, queue_hello
from tests.searching import where_is

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello")]

NAME, EMAIL = "Jane O'Connor", "jane.oconnor@example.org"
DAY = dt.timedelta(days=1)


class Visits:
    """A service that keeps who visited: each contact's organisation stands for a visit, in an activity `place`."""

    def __init__(self):
        self.visitors: dict[int, str] = {}
        self.place = None
        self.over = NOW

    def keeper(self):
        return privacy.Keeper(
            name="visits",
            contacts=lambda: Contact.objects.filter(pk__in=self.visitors).values("pk"),
            held=lambda contact: [{"on": self.visitors[contact.pk]}] if contact.pk in self.visitors else [],
            erase=lambda contact, now: int(self.visitors.pop(contact.pk, None) is not None),
            overdue=self.overdue,
        )

    def overdue(self, now):
        if self.place is not None and now >= self.over and self.visitors:
            yield privacy.Overdue(self.place, list(self.visitors), self.forget)

    def forget(self, contacts, now):
        return sum(self.visitors.pop(contact, None) is not None for contact in contacts)


@pytest.fixture
def visits(monkeypatch):
    service = Visits()
    monkeypatch.setattr(privacy, "_keepers", {})
    privacy.register_keeper(service.keeper())
    return service


@pytest.fixture
def jane(area, visits):
    """Somebody about whom every table of this room holds something."""
    contact = make_contact(area, EMAIL, NAME)
    visits.visitors[contact.pk] = "17 May 2018"
    consents.give(contact=contact, text=consents.word(site=area, purpose="news", text="Write to me."), now=NOW)
    make_link(purpose="booking", target=contact, contact=contact, now=NOW, days=30)
    calendar = mail.Attachment("place.ics", "text/calendar", f"ATTENDEE:mailto:{EMAIL}")
    queue_hello(area, to=contact, context={"name": NAME}, attachments=[calendar])
    send_waiting(NOW)
    queue_hello(area, to=contact, context={"name": NAME}, not_before=NOW + 200 * DAY)
    return contact


@pytest.fixture
def officer(django_user_model):
    return django_user_model.objects.create_user("officer")


def test_everything_held_is_plain_data_in_plain_words(jane):
    held = privacy.everything_held(jane)
    assert set(held) == {"contact details", "consents", "links", "e-mails", "visits"}
    assert held["contact details"][0]["name"] == NAME
    assert held["visits"] == [{"on": "17 May 2018"}]
    given = privacy.export(jane, NOW)
    assert json.loads(json.dumps(given)) == given
    assert given["taken at"] == "2026-11-22T10:00:00+00:00"


def test_the_search_for_a_name_finds_it_everywhere(jane):
    """The control: what the proof of an erasure rests on."""
    assert {"consultation_contact", "consultation_mail"} <= set(where_is(NAME))
    assert {"consultation_contact", "consultation_mail"} <= set(where_is(EMAIL))


def test_after_an_erasure_the_person_is_nowhere(jane, area, officer):
    colleague = make_contact(area, "colleague@example.org", "Ann Other")
    queue_hello(area, to=colleague, context={"name": f"Ann. {NAME} sends you instead of coming"})
    send_waiting(NOW)
    # What a service notes carelessly, or Wagtail by itself.
    log(instance=place(area), action="wagtail.edit", title=f"Booking of {NAME}", data={"by": EMAIL})
    assert where_is(NAME, EMAIL)
    note = privacy.erase(contact=jane, by=officer, now=NOW)
    assert where_is(NAME, "O'Connor", "O&#x27;Connor", EMAIL) == []
    assert note.counts == {
        "visits": 1,
        "e-mails": 3,
        "links": 1,
        "consents": 1,
        "log entries": 1,
        "contact details": 1,
    }
    assert (note.by, note.people) == (officer, 1)
    assert Mail.objects.count() == 3  # the counts stay
    assert Mail.objects.filter(state=MailState.DROPPED).count() == 1
    assert send_waiting(NOW) is None
    assert Contact.objects.get(pk=jane.pk).erased_at == NOW
    assert privacy.everything_held(Contact.objects.get(pk=jane.pk)) == {}


def test_an_erasure_touches_nobody_else(jane, area):
    other = make_contact(area, "jane.oconnor2@example.org", "Jane Other")
    queue_hello(area, to=other)
    earlier = make_contact(area, "erased@example.org", "Some Body")
    privacy.erase(contact=earlier, by=None, now=NOW)
    log(instance=find_or_make(site=area, name="Wool"), action="wagtail.create")
    before = privacy.everything_held(other)
    privacy.erase(contact=jane, by=None, now=NOW)
    privacy.erase(contact=earlier, by=None, now=NOW)
    assert privacy.everything_held(other) == before
    assert ModelLogEntry.objects.get().label == "Wool"


def test_an_erasure_that_fails_half_way_erases_nothing(jane, monkeypatch):
    broken = privacy.Keeper("broken", Contact.objects.none, lambda contact: [], lambda contact, now: 1 // 0)
    privacy.register_keeper(broken)
    with pytest.raises(ZeroDivisionError):
        privacy.erase(contact=jane, by=None, now=NOW)
    assert EMAIL in str(privacy.everything_held(jane))
    assert not Erasure.objects.exists()


def test_the_files_of_mail_go_too(area, visits, settings, tmp_path, django_capture_on_commit_callbacks):
    options = {"folder": str(tmp_path / "mail")}
    backend = "consultation.participants.mail_folder.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    contact = make_contact(area, EMAIL, NAME)
    queue_hello(area, to=contact)
    queue_hello(area, to="other@example.org")
    send_waiting(NOW)
    with django_capture_on_commit_callbacks(execute=True):
        privacy.erase(contact=contact, by=None, now=NOW)
    (left,) = (tmp_path / "mail").iterdir()
    assert "other@example.org" in left.read_text()


def test_links_of_an_erased_person_open_nothing(jane):
    token = make_link(purpose="booking", target=jane, contact=jane, now=NOW, days=30)
    privacy.erase(contact=jane, by=None, now=NOW)
    with pytest.raises(LinkRefused):
        resolve(token, "booking", NOW)


def test_an_erased_person_who_comes_back_is_a_new_contact(jane, area):
    privacy.erase(contact=jane, by=None, now=NOW)
    assert make_contact(area, EMAIL, NAME) != jane


# --- Retention ---


def place(area):
    return Organisation.objects.get_or_create(site=area, name="Town hall")[0]  # any row with an area will do


def test_what_is_past_its_time_is_erased_and_what_is_not_stays(jane, area, visits):
    visits.place, visits.over = place(area), NOW + 10 * DAY
    assert privacy.retention(NOW + 9 * DAY) == []
    (note,) = privacy.retention(NOW + 10 * DAY)
    assert (note.reason, note.people, note.counts) == (Erasure.Reason.RETENTION, 1, {"visits": 1})
    assert note.activity == f"organisation {visits.place.pk}"
    assert privacy.retention(NOW + 10 * DAY) == []


def test_a_contact_that_nothing_needs_goes_a_month_after_it_was_last_seen(jane, visits):
    late = NOW + 31 * DAY
    assert privacy.retention(late) == []  # a visit still needs it
    visits.visitors.clear()
    assert privacy.retention(NOW + 29 * DAY) == []
    assert privacy.erase_due(late) == "1 people (1 consents, 1 contact details, 2 e-mails, 1 links)"
    assert where_is(NAME, EMAIL) == []


def test_old_mail_goes_by_itself(jane, visits):
    late = NOW + traces.MAIL_KEPT + DAY
    (note,) = privacy.retention(late)
    assert (note.activity, note.counts) == ("old e-mails", {"e-mails": 1})
    assert Mail.objects.unerased().get().state == MailState.WAITING


def test_a_dry_run_says_what_it_would_do_and_does_nothing(jane, area, visits, capsys):
    visits.place = place(area)
    call_command("erase_due", "--dry-run", "--now", "2027-11-22T10:00+00:00")
    out = capsys.readouterr().out
    assert f"Would erase: organisation {visits.place.pk}: 1 people" in out
    assert "old e-mails: 1 people" in out
    assert not Erasure.objects.exists()
    assert visits.visitors
    assert where_is(EMAIL)
    call_command("erase_due", "--now", "2027-11-22T10:00+00:00")
    assert "Erased: organisation" in capsys.readouterr().out
    assert Erasure.objects.exists()


def hold(area, **fields):
    return Hold.objects.create(site=area, reason="A court asked for it.", **fields)


def test_nothing_of_a_held_person_is_erased(jane, area, visits):
    standing = hold(area, contact=jane, until=dt.date(2028, 1, 31))
    with pytest.raises(privacy.ErasureRefused, match=r"until 31 January 2028: .* A court asked"):
        privacy.erase(contact=jane, by=None, now=NOW)
    visits.place = place(area)
    assert privacy.retention(NOW + 400 * DAY) == []
    standing.ended_at = NOW
    standing.save()
    assert len(privacy.retention(NOW + 400 * DAY)) == 2


def test_nothing_of_a_held_activity_is_erased_while_the_hold_stands(jane, area, visits):
    visits.place = place(area)
    hold(area, activity=visits.place, until=(NOW + 5 * DAY).date())
    assert privacy.retention(NOW + 5 * DAY) == []
    assert len(privacy.retention(NOW + 6 * DAY)) == 1


def test_two_keepers_of_one_name_are_a_mistake(visits):
    with pytest.raises(ValueError, match="two keepers of 'visits'"):
        privacy.register_keeper(Visits().keeper())
