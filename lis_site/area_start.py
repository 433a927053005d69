"""A new area: its Site, its home page, its settings, its roles, and the bare tree that it starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Collection, Locale, Page, Site

from consultation.models import EventsPage, HaveYourSayPage
from lis_site.roles import make_roles
from strategy.models import (
    AccessibilityStatementPage,
    AmbitionIndexPage,
    AreaSettings,
    ContactPage,
    CookiesPage,
    FoundationIndexPage,
    GlossaryPage,
    GrandChallengeIndexPage,
    HomePage,
    LibraryPage,
    LibraryShelfPage,
    MatrixPage,
    OverviewPage,
    PriorityIndexPage,
    PrivacyPage,
    SectorIndexPage,
    SharedHealthPriorityIndexPage,
    StrategyPage,
    TrackerPage,
    WholeStrategyPage,
)


@dataclass(frozen=True)
class NewArea:
    """What an area cannot start without. `port` is the one in its public address."""

    hostname: str
    name: str
    site_name: str
    port: int = 443
    is_default: bool = False


def make_base_rows() -> Page:
    """The rows that every area stands on: a locale, the root page, the root collection. Returns the root page.

    A migrated database has them; one that `manage.py flush` has emptied has not.
    """
    Locale.objects.get_or_create(language_code=get_supported_content_language_variant(settings.LANGUAGE_CODE))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")


@transaction.atomic
def start_area(area: NewArea) -> Site:
    """The Site of the area, with home page, settings and roles; made where missing, left alone where there.

    Wagtail's own welcome page, and the Site that shows it, make room.
    """
    root = make_base_rows()
    site = Site.objects.filter(hostname=area.hostname, root_page__in=HomePage.objects.all()).first()
    if site is None:
        home = root.add_child(
            instance=HomePage(
                title=area.site_name, slug=slugify(area.name), heading=area.name, show_in_menus=False, live=True
            )
        )
        if area.is_default:
            Site.objects.filter(is_default_site=True).delete()
        site = Site.objects.create(
            hostname=area.hostname,
            port=area.port,
            site_name=area.site_name,
            root_page=home,
            is_default_site=area.is_default,
        )
        AreaSettings.objects.create(site=site, area_name=area.name)
        _remove_welcome_page(root)
    make_roles(site)
    return site


def _remove_welcome_page(root: Page) -> None:
    """Wagtail's first migration leaves a page of no kind of ours below the root."""
    for page in root.get_children().filter(content_type__app_label="wagtailcore", slug="home"):
        if not page.sites_rooted_here.exists():
            page.delete()


# The bare tree, as (model, title, slug, in menu, live, fields). Legal pages stay drafts until somebody completes them.
_TO_COMPLETE = "<p>To be completed before this page is published.</p>"
_STRATEGY_PARTS: list[tuple[type[Page], str, str]] = [
    (FoundationIndexPage, "Foundations of productivity", "foundations"),
    (GrandChallengeIndexPage, "Grand Challenges", "grand-challenges"),
    (PriorityIndexPage, "Priorities", "priorities"),
    (AmbitionIndexPage, "Ambitions", "ambitions"),
    (SharedHealthPriorityIndexPage, "Shared health priorities", "health-priorities"),
    (SectorIndexPage, "Sectors", "sectors"),
    (OverviewPage, "The strategy in one picture", "one-picture"),
    (MatrixPage, "How it all fits", "how-it-fits"),
    (WholeStrategyPage, "The whole strategy on one page", "whole-strategy"),
]
_LEGAL: list[tuple[type[Page], str, str, dict[str, Any]]] = [
    (
        AccessibilityStatementPage,
        "Accessibility statement",
        "accessibility",
        {"compliance": "partial"}
        | dict.fromkeys(
            [
                "scope",
                "how_accessible",
                "feedback",
                "enforcement",
                "non_compliance",
                "disproportionate_burden",
                "out_of_scope",
                "preparation",
            ],
            _TO_COMPLETE,
        ),
    ),
    (
        PrivacyPage,
        "Privacy notice",
        "privacy",
        dict.fromkeys(["controller", "what_we_collect", "lawful_basis", "how_long", "your_rights"], _TO_COMPLETE),
    ),
    (CookiesPage, "Cookies", "cookies", {}),
    (ContactPage, "Contact us", "contact", {}),
]


_SHELVES = [
    ("newspage", "News", "news"),
    ("publicationpage", "Publications", "publications"),
    ("evidencepage", "Evidence", "evidence"),
    ("boardpaperpage", "Board papers", "board-papers"),
]


def _add_shelves(library: Page) -> list[Page]:
    made = []
    for kind, title, slug in _SHELVES:
        shelf = library.add_child(instance=LibraryShelfPage(title=title, slug=slug, kind=kind))
        shelf.save_revision().publish()
        made.append(shelf)
    return made


@transaction.atomic
def make_bare_tree(site: Site) -> list[Page]:
    """Add the pages that a partnership starts from, where a page of that kind is missing; return those added."""
    home = site.root_page.specific
    added: list[Page] = []
    if home.live and home.live_revision is None:
        home.save_revision().publish()  # so that a correction can keep what was public before

    def add(parent: Page, model: type[Page], title: str, slug: str, **fields: Any) -> Page:
        found = model.objects.child_of(parent).first()
        if found is not None:
            return found
        page = parent.add_child(instance=model(title=title, slug=slug, **fields))
        revision = page.save_revision()
        if page.live:
            revision.publish()
        added.append(page)
        return page

    strategy = add(home, StrategyPage, "The strategy", "strategy", show_in_menus=True)
    for model, title, slug in _STRATEGY_PARTS:
        add(strategy, model, title, slug, show_in_menus=True)
    add(home, HaveYourSayPage, "Have your say", "have-your-say", show_in_menus=True)
    add(home, GlossaryPage, "Words we use", "glossary")
    add(home, EventsPage, "Events", "events", show_in_menus=True)
    library = add(home, LibraryPage, "Library", "library", show_in_menus=True)
    if library in added:
        added += _add_shelves(library)
    add(home, TrackerPage, "The national picture", "tracker", live=False, has_unpublished_changes=True)
    for model, title, slug, fields in _LEGAL:
        add(home, model, title, slug, live=False, has_unpublished_changes=True, **fields)
    return added
