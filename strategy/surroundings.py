"""Everything around a page that its template shows: menu, section, ancestors. One query for all of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page, PageViewRestriction


@dataclass
class Surroundings:
    """The pages around one address of an area.

    `page` is the live page at the address itself, or None. Lists hold plain `Page` rows in tree order;
    asking them for `.specific` would cost a query each.
    """

    home: Page
    page: Page | None = None
    ancestors: list[Page] = field(default_factory=list)
    menu: list[Page] = field(default_factory=list)
    footer: list[Page] = field(default_factory=list)
    section: Page | None = None
    section_menu: list[Page] = field(default_factory=list)
    restricted: bool = True

    @classmethod
    def of(cls, home: Page, url_path: str) -> Surroundings:
        """Look around `url_path` (as `Page.url_path` stores it) below `home`. One query.

        The menu is what stands directly below home and is shown in menus, the footer the rest of it, and the
        section menu what its editors show in menus one level further down.
        """
        below = url_path.removeprefix(home.url_path).strip("/").split("/")
        trail = [home.url_path + "/".join(below[:end]) + "/" for end in range(1, len(below) + 1)] if below[0] else []
        section_path = trail[0] if trail else home.url_path
        has_restriction = PageViewRestriction.objects.filter(page=OuterRef("pk"))
        rows = (
            Page.objects.filter(path__startswith=home.path)
            .filter(
                Q(url_path__in=[*trail, home.url_path])
                | Q(depth=home.depth + 1, live=True)
                | Q(depth=home.depth + 2, live=True, show_in_menus=True, url_path__startswith=section_path)
            )
            .annotate(has_restriction=Exists(has_restriction))
            .order_by("path")
        )
        around = cls(home=home)
        on_trail = []
        for row in rows:
            if row.url_path in trail or row.url_path == home.url_path:
                on_trail.append(row)
            if row.live and row.depth == home.depth + 1:
                (around.menu if row.show_in_menus else around.footer).append(row)
            elif row.depth == home.depth + 2 and row.live and row.show_in_menus:
                around.section_menu.append(row)
            if row.url_path == section_path and row.depth == home.depth + 1:
                around.section = row
        around.ancestors = [row for row in on_trail if row.url_path != url_path and row.live]
        around.page = next((row for row in on_trail if row.url_path == url_path and row.live), None)
        # An alias takes its source's restrictions, which are elsewhere in the tree: leave those to Wagtail.
        around.restricted = any(row.has_restriction or row.alias_of_id for row in on_trail)
        return around
