"""Pages and records of the strategy for tests: each factory is named for its page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
import wagtail_factories
from wagtail.models import Page, Site

from lis_site.area_start import NewArea, start_area
from strategy import models
from tests.ready_made import ready_made


def make_area(hostname: str = "localhost", name: str = "Testshire", *, is_default: bool = True) -> Site:
    """An area with home page, settings, roles and workflow, and nothing below its home page."""
    area = NewArea(hostname, name, f"{name} Strategy", port=80, is_default=is_default)
    return ready_made(f"area {area}", lambda: start_area(area))


def make_tree(site: Site, count: int = 3) -> Tree:
    """A small strategy in that area; see `Tree`."""
    return ready_made(f"tree of {count} at {site.hostname}", lambda: Tree(site, count))


class _SitePageFactory(wagtail_factories.PageFactory):
    summary = "One plain sentence."

    class Meta:
        abstract = True


class StrategyPageFactory(_SitePageFactory):
    title = "The strategy"
    slug = "strategy"
    big_idea = "Everyone does well"
    show_in_menus = True

    class Meta:
        model = models.StrategyPage


class _IndexFactory(_SitePageFactory):
    show_in_menus = True

    class Meta:
        abstract = True


class FoundationIndexPageFactory(_IndexFactory):
    title, slug = "Foundations", "foundations"

    class Meta:
        model = models.FoundationIndexPage


class FoundationPageFactory(_SitePageFactory):
    title = factory.Sequence(lambda n: f"Foundation {n}")
    dye = "weld"

    class Meta:
        model = models.FoundationPage


class GrandChallengeIndexPageFactory(_IndexFactory):
    title, slug = "Grand Challenges", "grand-challenges"

    class Meta:
        model = models.GrandChallengeIndexPage


class GrandChallengePageFactory(_SitePageFactory):
    title = factory.Sequence(lambda n: f"Challenge {n}")

    class Meta:
        model = models.GrandChallengePage


class PriorityIndexPageFactory(_IndexFactory):
    title, slug = "Priorities", "priorities"

    class Meta:
        model = models.PriorityIndexPage


class PriorityPageFactory(_SitePageFactory):
    title = factory.Sequence(lambda n: f"Priority {n}")

    class Meta:
        model = models.PriorityPage


class AmbitionIndexPageFactory(_IndexFactory):
    title, slug = "Ambitions", "ambitions"

    class Meta:
        model = models.AmbitionIndexPage


class AmbitionPageFactory(_SitePageFactory):
    title = factory.Sequence(lambda n: f"Ambition {n}")
    code = factory.Sequence(lambda n: f"{chr(65 + n // 999)}{n % 999 + 1}")
    statement = "We will do it."

    class Meta:
        model = models.AmbitionPage


class SharedHealthPriorityIndexPageFactory(_IndexFactory):
    title, slug = "Shared health priorities", "health-priorities"

    class Meta:
        model = models.SharedHealthPriorityIndexPage


class SharedHealthPriorityPageFactory(_SitePageFactory):
    title = factory.Sequence(lambda n: f"Health priority {n}")

    class Meta:
        model = models.SharedHealthPriorityPage


class HealthDeterminantsPageFactory(_SitePageFactory):
    title = "What shapes our health"

    class Meta:
        model = models.HealthDeterminantsPage


class SectorIndexPageFactory(_IndexFactory):
    title, slug = "Sectors", "sectors"

    class Meta:
        model = models.SectorIndexPage


class SectorPageFactory(_SitePageFactory):
    title = factory.Sequence(lambda n: f"Sector {n}")

    class Meta:
        model = models.SectorPage


class OverviewPageFactory(_IndexFactory):
    title, slug = "The strategy in one picture", "one-picture"

    class Meta:
        model = models.OverviewPage


class GlossaryPageFactory(_SitePageFactory):
    title, slug = "Words we use", "glossary"

    class Meta:
        model = models.GlossaryPage


class MatrixPageFactory(_IndexFactory):
    title, slug = "How it all fits", "how-it-fits"

    class Meta:
        model = models.MatrixPage


class WholeStrategyPageFactory(_IndexFactory):
    title, slug = "The whole strategy", "whole-strategy"

    class Meta:
        model = models.WholeStrategyPage


class StandardPageFactory(_SitePageFactory):
    title = factory.Sequence(lambda n: f"Page {n}")

    class Meta:
        model = models.StandardPage


class AccessibilityStatementPageFactory(_SitePageFactory):
    title = "Accessibility statement"
    compliance = "partial"
    scope = how_accessible = feedback = enforcement = preparation = "<p>Words.</p>"
    non_compliance = disproportionate_burden = out_of_scope = "<p>Nothing.</p>"

    class Meta:
        model = models.AccessibilityStatementPage


class PrivacyPageFactory(_SitePageFactory):
    title = "Privacy notice"
    controller = what_we_collect = lawful_basis = how_long = your_rights = "<p>Words.</p>"

    class Meta:
        model = models.PrivacyPage


class CookiesPageFactory(_SitePageFactory):
    title = "Cookies"

    class Meta:
        model = models.CookiesPage


class ContactPageFactory(_SitePageFactory):
    title = "Contact us"

    class Meta:
        model = models.ContactPage


class KeyFigureFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"figure-{n}")
    value = "£69.6bn"
    measures = "economy"
    source = "A leaflet"

    class Meta:
        model = models.KeyFigure


class DistrictFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda n: f"District {n}")

    class Meta:
        model = models.District


class GlossaryTermFactory(factory.django.DjangoModelFactory):
    term = factory.Sequence(lambda n: f"word {n}")
    meaning = "What it means."

    class Meta:
        model = models.GlossaryTerm


class AmbitionStatusFactory(factory.django.DjangoModelFactory):
    status = "on_track"
    on = dt.date(2020, 3, 12)
    reason = "Work has begun."
    owner = "Climate lead"

    class Meta:
        model = models.AmbitionStatus


class Tree:
    """A whole small strategy, of any size: `count` foundations, challenges, health priorities and priorities.

    Each priority has `count` ambitions; the first ambition leads on the first of every kind, the second contributes.
    """

    def __init__(self, site: Site, count: int = 3) -> None:
        self.site = site
        self.home: Page = site.root_page.specific
        self.strategy = StrategyPageFactory(parent=self.home)
        self.foundation_index = FoundationIndexPageFactory(parent=self.strategy)
        self.challenge_index = GrandChallengeIndexPageFactory(parent=self.strategy)
        self.priority_index = PriorityIndexPageFactory(parent=self.strategy)
        self.ambition_index = AmbitionIndexPageFactory(parent=self.strategy)
        self.health_index = SharedHealthPriorityIndexPageFactory(parent=self.strategy)
        self.sector_index = SectorIndexPageFactory(parent=self.strategy)
        self.matrix = MatrixPageFactory(parent=self.strategy)
        self.whole = WholeStrategyPageFactory(parent=self.strategy)
        self.foundations = [FoundationPageFactory(parent=self.foundation_index) for _ in range(count)]
        self.challenges = [GrandChallengePageFactory(parent=self.challenge_index) for _ in range(count)]
        self.health_priorities = [SharedHealthPriorityPageFactory(parent=self.health_index) for _ in range(count)]
        self.sectors = [SectorPageFactory(parent=self.sector_index) for _ in range(count)]
        self.priorities = [PriorityPageFactory(parent=self.priority_index) for _ in range(count)]
        self.ambitions = [
            AmbitionPageFactory(parent=self.ambition_index, priority=self.priorities[at % count])
            for at in range(count * 2)
        ]
        for ambition, weight in zip(self.ambitions, ["leads", "contributes"], strict=False):
            self.link(ambition, self.foundations[0], weight)
            self.link(ambition, self.challenges[0], weight)
            self.link(ambition, self.health_priorities[0], weight)

    @staticmethod
    def link(ambition: Any, part: Any, weight: str = "leads") -> None:
        kinds: dict[type[Page], Any] = {
            models.FoundationPage: models.AmbitionFoundation,
            models.GrandChallengePage: models.AmbitionGrandChallenge,
            models.SharedHealthPriorityPage: models.AmbitionHealthPriority,
        }
        kinds[type(part)].objects.create(ambition=ambition, part=part, weight=weight)
