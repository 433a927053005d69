"""Sending evidence: files kept at once, sent once, added to, taken back; the register numbers all of it."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import connection

from consultation.evidence import decisions, uploads
from consultation.evidence.choices import Channel, Decision, State, SubmissionState, Use
from consultation.evidence.models import EvidenceFile, EvidenceItem, EvidenceSubmission, RegisterEntry
from consultation.evidence.quarantine import note_download
from consultation.evidence.submission import NotComplete, judge, submit, withdraw
from consultation.evidence.uploads import receive, remove
from consultation.evidence.writing import SubmissionRefused, begin_for, describe, save_about, start
from consultation.files.choices import Safety
from consultation.files.keeping import delete_orphans
from consultation.files.kinds import MOST_FILES, FileRefused
from consultation.files.quarantine import ReleaseRefused, release, scan_waiting
from consultation.participants.models import Mail
from tests.consultation.evidence.factories import (
    ABOUT,
    NOW,
    add_file,
    begin,
    describe_it,
    filled_in,
    later,
    london,
    make_call,
    sent,
)
from tests.consultation.files.fake_clamd import MALWARE, FakeClamd
from tests.consultation.files.good_files import GOOD, pdf
from tests.consultation.files.hostile import HOSTILE

pytestmark = pytest.mark.django_db


def on_disk():
    folder = Path(storages["private"].path(""))
    return {path for path in folder.rglob("*") if path.is_file()}


# The clock


@pytest.mark.parametrize(
    ("closes_on", "last", "first"),
    [
        (dt.date(2026, 11, 30), london(2026, 11, 30, 23, 59, 59), london(2026, 12, 1)),
        (dt.date(2027, 3, 28), london(2027, 3, 28, 23, 59, 59), london(2027, 3, 29)),
        (dt.date(2027, 10, 31), london(2027, 10, 31, 23, 59, 59), london(2027, 11, 1)),
    ],
)
def test_a_call_closes_as_its_last_day_ends_in_london_whatever_the_clocks_do(area, closes_on, last, first):
    call = make_call(area, closes_on=closes_on)
    assert call.state_at(last) == State.OPEN
    assert call.state_at(first) == State.CLOSED
    assert (first - last).total_seconds() == 1
    assert call.next_turn(last) == first


def test_states_follow_from_dates_and_decisions(area):
    call = make_call(area, published_at=None)
    assert call.state_at(NOW) == State.DRAFT
    decisions.publish(call=call, by=None, now=NOW)
    call.refresh_from_db()
    assert call.state_at(london(2026, 10, 31, 23, 59, 59)) == State.COMING
    assert call.state_at(london(2026, 11, 1)) == State.OPEN
    after = london(2026, 12, 5)
    decisions.begin_reading(call=call, by=None, now=after)
    call.refresh_from_db()
    assert call.state_at(after) == State.READING
    with pytest.raises(decisions.DecisionRefused, match="Write the outcome first"):
        decisions.publish_outcome(call=call, by=None, now=after)


def test_a_call_is_extended_with_a_reason_that_stays(call):
    with pytest.raises(decisions.DecisionRefused, match="Say why"):
        decisions.extend(call=call, until=dt.date(2026, 12, 9), why=" ", by=None, now=NOW)
    decisions.extend(call=call, until=dt.date(2026, 12, 9), why="Floods.", by=None, now=NOW)
    call.refresh_from_db()
    logged = call.decisions.get()
    assert (logged.decision, logged.was_closing_on, logged.why) == (Decision.EXTENDED, dt.date(2026, 11, 30), "Floods.")
    assert call.state_at(london(2026, 12, 9, 23, 59, 59)) == State.OPEN


def test_a_call_that_lacks_something_says_all_of_it(area):
    call = make_call(area, published_at=None, privacy_notice="<p></p>", retention_months=None)
    with pytest.raises(decisions.DecisionRefused, match="the privacy notice, how long files"):
        decisions.publish(call=call, by=None, now=NOW)


# Receiving


def test_a_file_is_kept_at_once_under_a_name_that_tells_nothing(call):
    submission = begin(call)
    item = add_file(submission)
    file = item.file
    assert (file.name, file.size, file.safety) == ("report.pdf", len(GOOD["report.pdf"]), Safety.QUARANTINED)
    (path,) = on_disk()
    assert path.name == file.pk.hex
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == GOOD["report.pdf"]
    with pytest.raises(ValueError, match="not accessible via a URL"):
        file.content.url  # noqa: B018


def test_nothing_is_left_of_files_that_are_refused(call):
    submission = begin(call)
    for _what, name, content, _words in HOSTILE:
        with pytest.raises(FileRefused):
            add_file(submission, name, content)
    assert not on_disk()
    assert not EvidenceItem.objects.exists()


def test_the_same_file_twice_is_said(call):
    submission = begin(call)
    add_file(submission)
    with pytest.raises(FileRefused, match="added this file already, as “report"):
        add_file(submission, "again.pdf", GOOD["report.pdf"])


def test_there_is_a_limit_to_files_and_to_all_of_them(call, monkeypatch):
    submission = begin(call)
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    for number in range(2):
        add_file(submission, "report.pdf", pdf(b"%d" % number))
    with pytest.raises(FileRefused, match="up to 2 files"):
        add_file(submission, "report.pdf", pdf(b"more"))
    monkeypatch.setattr(uploads, "MOST_FILES", MOST_FILES)
    monkeypatch.setattr(uploads, "MOST_IN_ALL", 300)
    with pytest.raises(FileRefused, match="All files together must be smaller"):
        add_file(submission, "report.pdf", pdf(b"more"))


def test_another_file_takes_the_place_of_the_first(call, django_capture_on_commit_callbacks):
    submission = begin(call)
    item = add_file(submission)
    content = pdf(b"better")
    with django_capture_on_commit_callbacks(execute=True):
        receive(submission=submission, file=io.BytesIO(content), name="b.pdf", size=len(content), item=item, now=NOW)
    item = EvidenceItem.objects.get()
    assert item.file.name == "b.pdf"
    assert [path.read_bytes() for path in on_disk()] == [content]


def test_a_full_disk_leaves_no_row_and_asks_to_try_again(call, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(storages["private"]), "_save", full)
    with pytest.raises(FileRefused, match="could not be uploaded – try again"):
        add_file(begin(call))
    assert not EvidenceFile.objects.exists()
    assert not EvidenceItem.objects.exists()


def test_an_upload_that_began_in_time_counts(call):
    submission = begin(call, later(days=8))
    add_file(submission, now=london(2026, 12, 1, 0, 29, 59))
    with pytest.raises(SubmissionRefused, match="closed"):
        add_file(submission, "report.docx", now=london(2026, 12, 1, 0, 30))


def test_files_that_no_row_knows_go_after_a_day(call):
    kept = add_file(begin(call)).file
    stray = Path(storages["private"].path("arriving/file-x"))
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"half a file")
    now = dt.datetime.fromtimestamp(stray.stat().st_mtime, dt.UTC)
    assert delete_orphans(now + dt.timedelta(hours=23)) == 0
    assert delete_orphans(now + dt.timedelta(hours=25)) == 1
    assert [path.name for path in on_disk()] == [kept.pk.hex]


def test_an_item_is_taken_out_with_its_file(call, django_capture_on_commit_callbacks):
    submission = begin(call)
    item = add_file(submission)
    with django_capture_on_commit_callbacks(execute=True):
        remove(submission=submission, item=item, now=NOW)
    assert not on_disk()


# Malware


def test_a_scanner_releases_what_is_clean_and_refuses_what_is_not(call, settings, tmp_path):
    submission = begin(call)
    with FakeClamd(tmp_path / "clamd") as clamd:
        settings.CLAMAV = clamd.address
        assert add_file(submission).file.safety == Safety.RELEASED
        with pytest.raises(FileRefused, match="The selected file contains a virus"):
            add_file(submission, "notes.txt", MALWARE)
    assert EvidenceFile.objects.count() == 1


def test_with_the_scanner_down_files_wait_and_are_looked_at_later(call, settings, tmp_path):
    submission = begin(call)
    settings.CLAMAV = f"unix://{tmp_path}/clamd"
    clean, bad = add_file(submission).file, add_file(submission, "notes.txt", MALWARE).file
    assert scan_waiting(NOW) is None
    assert {clean.safety, bad.safety} == {Safety.QUARANTINED}
    with FakeClamd(tmp_path / "clamd"):
        assert scan_waiting(NOW) == "1 released, 1 with malware"
        assert scan_waiting(NOW) is None
    clean.refresh_from_db()
    bad.refresh_from_db()
    assert (clean.safety, bad.safety) == (Safety.RELEASED, Safety.INFECTED)
    assert bad.verdict == "ClamAV found Own.Test.Words"
    with pytest.raises(ReleaseRefused, match="Malware was found"):
        release(file=bad, answers_for_it=True, by=None, now=NOW)


def test_nobody_fetches_what_is_in_quarantine_or_not_sent(call):
    submission = filled_in(call)
    file = EvidenceFile.objects.get()
    with pytest.raises(ReleaseRefused, match="not been sent"):
        note_download(file=file, by=None, now=NOW)
    submit(submission=submission, now=NOW)
    file = EvidenceFile.objects.get()
    with pytest.raises(ReleaseRefused, match="in quarantine"):
        note_download(file=file, by=None, now=NOW)
    release(file=file, answers_for_it=True, by=None, now=NOW)
    assert note_download(file=EvidenceFile.objects.get(), by=None, now=NOW).sha256 == file.kept_sha256


# Sending


def test_sending_numbers_every_piece_and_the_receipt_lists_it(call):
    submission = sent(call)
    entries = RegisterEntry.objects.order_by("number")
    assert [one.code for one in entries] == ["CE-2026-001", "CE-2026-002"]
    assert [one.title for one in entries] == ["Answers to the questions of “What works in wool”", "Wool and work"]
    assert not any(one.is_public for one in entries)
    assert entries[1].author == ""  # a person who has not agreed to be named
    mail = Mail.objects.get()
    file = EvidenceFile.objects.get()
    for words in (submission.reference, "CE-2026-002", f"{file.size} bytes", file.sha256, "report.pdf"):
        assert words in mail.text
        assert words in mail.html


def test_pressing_send_twice_sends_once(call):
    submission = filled_in(call)
    submit(submission=submission, now=NOW)
    submit(submission=submission, now=later(seconds=1))
    assert RegisterEntry.objects.count() == 2
    assert Mail.objects.count() == 1


def test_what_is_missing_is_said_with_its_place(call):
    submission = begin(call)
    with pytest.raises(NotComplete) as refusal:
        submit(submission=submission, now=NOW)
    assert [(one.page, one.words) for one in refusal.value.problems] == [
        ("file", "Add a file or a link, or answer a question"),
        ("about", "Enter your name"),
        ("about", "Enter your e-mail address"),
    ]
    item = add_file(submission)
    with pytest.raises(NotComplete) as refusal:
        submit(submission=submission, now=NOW)
    assert [one.page for one in refusal.value.problems[:3]] == [f"item-{item.pk}"] * 3
    assert "Enter a title for “report.pdf”" in refusal.value.problems[0].words


def test_without_a_name_where_the_call_says_so(area):
    call = make_call(area, may_be_anonymous=True)
    submission = begin(call)
    describe_it(submission, add_file(submission))
    submit(submission=submission, now=NOW)
    assert not Mail.objects.exists()


def test_more_can_be_added_until_it_closes_and_nothing_changed(call):
    submission = sent(call)
    first = submission.items.get()
    with pytest.raises(SubmissionRefused, match="cannot be changed"):
        describe(submission=submission, item=first, given={"title": "Other"}, now=NOW)
    remove(submission=submission, item=first, now=NOW)
    assert submission.items.count() == 1
    more = describe(
        submission=submission,
        item=None,
        given={"link": "https://www.example.org/r", "title": "More", "kind": "data", "publishing": "no"},
        now=later(days=1),
    )
    submit(submission=submission, now=later(days=1))
    assert more.entry.code == "CE-2026-003"
    assert more.entry.link == ""  # it may not be published
    assert Mail.objects.count() == 2
    with pytest.raises(SubmissionRefused, match="Nothing more can be added"):
        add_file(submission, "report.docx", now=later(days=20))


def test_who_began_before_the_end_has_half_an_hour(call):
    submission = filled_in(call)
    with pytest.raises(SubmissionRefused):
        submit(submission=submission, now=london(2026, 12, 1, 0, 30))
    submit(submission=submission, now=london(2026, 12, 1, 0, 29))
    with pytest.raises(SubmissionRefused):
        start(call=call, now=london(2026, 12, 1, 0, 1))


def test_likely_spam_is_in_no_register_until_staff_let_it_count(call):
    submission = submit(submission=filled_in(call), suspect="too quick", now=NOW)
    assert not RegisterEntry.objects.exists()
    judge(submission=submission, is_robot=False, now=NOW)
    assert RegisterEntry.objects.count() == 2
    judge(submission=submission, is_robot=True, now=NOW)
    assert not EvidenceSubmission.objects.counted().exists()


def test_staff_enter_what_came_late_by_post_and_its_sender_gets_the_receipt(call):
    submission, _token = begin_for(
        call=call, channel=Channel.POST, received_on=dt.date(2026, 12, 2), by=None, now=later(days=14)
    )
    describe_it(submission, add_file(submission, now=later(days=14)))
    save_about(submission=submission, given=ABOUT, now=later(days=14))
    submit(submission=submission, now=later(days=14))
    entry = RegisterEntry.objects.get()
    assert (entry.is_late, entry.channel, entry.received_on) == (True, Channel.POST, dt.date(2026, 12, 2))
    assert Mail.objects.get().to == "jane@example.org"


def test_withdrawing_deletes_files_and_leaves_a_note_in_the_register(call, django_capture_on_commit_callbacks):
    submission = sent(call)
    RegisterEntry.objects.update(is_public=True)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(submission=submission, now=NOW)
    assert not on_disk()
    assert {one.status for one in RegisterEntry.objects.all()} == {Use.WITHDRAWN}
    assert {one.title for one in RegisterEntry.objects.all()} == {"Withdrawn by its sender"}
    submission.refresh_from_db()
    assert (submission.state, submission.answers) == (SubmissionState.WITHDRAWN, {})


def test_nothing_is_withdrawn_once_reading_has_begun(call):
    submission = sent(call)
    decisions.begin_reading(call=call, by=None, now=later(days=20))
    call.refresh_from_db()
    submission.call = call
    with pytest.raises(SubmissionRefused, match="being read by now"):
        withdraw(submission=submission, now=later(days=20))


def test_the_register_numbers_each_year_and_area_by_itself(call):
    sent(call)
    other = make_call(call.site, slug="two", opens_on=dt.date(2027, 1, 1), closes_on=dt.date(2027, 2, 1))
    sent(other, london(2027, 1, 5))
    assert sorted(one.code for one in RegisterEntry.objects.all())[-1] == "CE-2027-002"
    assert connection.vendor == "postgresql"
