"""What calls for evidence keep about people is found, given out and erased; the register stays."""

import datetime as dt

import pytest
from django.utils import timezone

from consultation.evidence.choices import Use
from consultation.evidence.models import EvidenceItem, EvidenceSubmission, RegisterEntry
from consultation.evidence.privacy import tidy_up
from consultation.participants import privacy
from consultation.participants.models import Contact, Hold
from tests.consultation.evidence.factories import NOW, add_file, begin, filled_in, later, sent
from tests.searching import where_is

pytestmark = pytest.mark.django_db


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_all_of_it_is_given_out(call):
    sent(call)
    held = privacy.everything_held(Contact.objects.get())["evidence"]
    assert held[0]["name"] == "Jane O'Connor"
    assert held[0]["answers"] == {"What works?": "Wool works."}
    assert held[0]["files and links"][0]["file"] == "report.pdf"


def test_nothing_of_a_person_is_left_and_the_register_stays(call, private, django_capture_on_commit_callbacks):
    sent(call)
    filled_in(call)  # a draft that was never sent, with the same address
    RegisterEntry.objects.update(author="Jane O'Connor", status=Use.USED)
    with django_capture_on_commit_callbacks(execute=True):
        privacy.erase(contact=Contact.objects.get(), by=None, now=NOW)
    assert where_is("Jane O'Connor") == []
    assert where_is("jane@example.org") == []
    assert where_is("Wool works.") == []
    assert not files(private)
    assert EvidenceSubmission.objects.count() == 1
    assert [one.status for one in RegisterEntry.objects.all()] == [Use.USED, Use.USED]


def test_files_go_when_their_time_is_over(call, private, django_capture_on_commit_callbacks):
    sent(call)
    over = timezone.now().replace(year=2027, month=12, day=1)
    assert not list(privacy.retention(over - dt.timedelta(days=60)))
    hold = Hold.objects.create(site=call.site, activity=call, reason="A court asks for it.")
    with django_capture_on_commit_callbacks(execute=True):
        assert not [note for note in privacy.retention(over) if "call" in note.activity]
        assert EvidenceItem.objects.exists()
        hold.delete()
        privacy.retention(over)
    assert not EvidenceItem.objects.exists()
    assert not files(private)
    assert RegisterEntry.objects.count() == 2


def test_drafts_go_a_month_after_closing_and_empty_ones_after_two_days(call):
    begin(call)
    kept = begin(call)
    add_file(kept)
    assert tidy_up(later(days=1)) is None
    assert tidy_up(later(days=3)) == "1 old drafts"
    assert EvidenceSubmission.objects.get() == kept
    assert tidy_up(later(days=36)) is None
    assert "1 old drafts" in tidy_up(later(days=38))
