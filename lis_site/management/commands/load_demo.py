"""Load the demo content of both areas. Adds what is missing by slug or code and overwrites nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from lis_site.content_files import ContentFiles

# The first one answers every host that has no area of its own.
AREAS = ["leeds-city-region", "leicester-and-leicestershire"]


class Command(BaseCommand):
    help = "Load the demo: two areas with the content of fixtures/. Run again, it adds only what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port in the public addresses (default: 8000)")
        parser.add_argument("--today", type=dt.date.fromisoformat, help="date the demonstrations from this day")
        parser.add_argument("--fixtures", type=Path, default=Path(settings.BASE_DIR) / "fixtures")

    def handle(self, *args: Any, **options: Any) -> None:
        today = options["today"] or timezone.localdate()
        for name in AREAS:
            if not (options["fixtures"] / name).is_dir():
                raise CommandError(f"There is no folder {options['fixtures'] / name}.")
        with transaction.atomic():  # both areas or neither: an interrupted load leaves nothing behind
            for name in AREAS:
                self.load(
                    ContentFiles(
                        options["fixtures"] / name, port=options["port"], is_default=name == AREAS[0], today=today
                    ),
                    quiet=options["verbosity"] < 1,
                )

    def load(self, content: ContentFiles, *, quiet: bool) -> None:
        with tqdm(desc=f"  {content.folder.name}", total=content.count(), unit=" pages", disable=quiet) as bar:

            def say(_title: str) -> None:
                bar.update()

            content.say = say
            content.load()
