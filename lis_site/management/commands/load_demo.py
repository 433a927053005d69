"""Load the demo content of both areas. Adds what is missing by slug or code and overwrites nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
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
            folder = options["fixtures"] / name
            if not folder.is_dir():
                raise CommandError(f"There is no folder {folder}.")
            with tqdm(desc=f"  {name}", unit=" pages", disable=options["verbosity"] < 1, leave=True) as bar:
                content = ContentFiles(
                    folder, port=options["port"], is_default=name == AREAS[0], today=today, say=lambda _t: bar.update()
                )
                bar.total = content.count()
                content.load()
