"""Start the site of a real partnership: the bare tree, its roles, and what to do next."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lis_site.area_start import NewArea, make_bare_tree, start_area


class Command(BaseCommand):
    help = "Make the bare pages, roles and workflow of an area. Adds what is missing; never loads demo content."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", required=True, help="host name in the public address, such as www.example.org")
        parser.add_argument("--name", required=True, help="name of the place, such as 'Leeds City Region'")
        parser.add_argument("--site-name", default="", help="name of the site (default: the place's strategy)")
        parser.add_argument("--port", type=int, default=443, help="port in the public address (default: 443)")
        parser.add_argument(
            "--another-area", action="store_true", help="add this area beside the one that answers by default"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        area = NewArea(
            hostname=options["host"],
            name=options["name"],
            site_name=options["site_name"] or f"{options['name']} Industrial Strategy",
            port=options["port"],
            is_default=not options["another_area"],
        )
        site = start_area(area)
        added = make_bare_tree(site)
        for page in added:
            self.stdout.write(f"  made {'' if page.live else 'as a draft: '}{page.title}")
        if not added:
            self.stdout.write("  Every page was there already: nothing changed.")
        self.stdout.write(
            f"\n{site.site_name} is ready at {site.root_url}. What to do next:\n"
            "  1. manage.py createsuperuser         your own way in to /admin/\n"
            "  2. Settings > Users                  one account for each colleague, in the groups of the area\n"
            "  3. Settings > Area settings          the area's name, look and contact details\n"
            "  4. Pages > The strategy              the Big Idea, the stage, then foundations, priorities, ambitions\n"
            "  5. Pages > Accessibility, Privacy, Cookies, Contact   complete these drafts and publish them\n"
            "  6. Keep `manage.py run_jobs` running: it publishes what you schedule"
        )
