"""manage.py erase_due — erases personal data whose time is over. The clock does the same each day."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from consultation.participants.privacy import in_words, retention


class Command(BaseCommand):
    help = "Erases personal data that is past its retention, in every area, and says what it erased."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased, and erase nothing")
        parser.add_argument("--now", type=datetime.fromisoformat, help="pretend that it is this time")

    def handle(self, *, dry_run: bool, now: datetime | None, **options: Any) -> None:
        if now is not None and timezone.is_naive(now):
            now = timezone.make_aware(now)
        notes = retention(now or timezone.now(), dry_run=dry_run)
        verb = "Would erase" if dry_run else "Erased"
        for note in notes:
            self.stdout.write(f"{verb}: {note.activity or 'a contact that nothing needs'}: {in_words([note])}")
        if not notes:
            self.stdout.write("Nothing is past its time.")
