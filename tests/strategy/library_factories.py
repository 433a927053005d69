"""Pages of the library."""

import factory

from strategy import models
from tests.strategy.factories import _IndexFactory, _SitePageFactory


class LibraryPageFactory(_IndexFactory):
    title, slug = "Library", "library"

    class Meta:
        model = models.LibraryPage


class LibraryShelfPageFactory(_SitePageFactory):
    title, kind = "News", "newspage"

    class Meta:
        model = models.LibraryShelfPage


class NewsPageFactory(_SitePageFactory):
    title = factory.Sequence(lambda n: f"News {n}")

    class Meta:
        model = models.NewsPage


class PublicationPageFactory(_SitePageFactory):
    title = factory.Sequence(lambda n: f"Publication {n}")

    class Meta:
        model = models.PublicationPage


class EvidencePageFactory(_SitePageFactory):
    title = factory.Sequence(lambda n: f"Study {n}")

    class Meta:
        model = models.EvidencePage


class BoardPaperPageFactory(_SitePageFactory):
    title = factory.Sequence(lambda n: f"Paper {n}")
    board = "The board"

    class Meta:
        model = models.BoardPaperPage


class IndicatorPageFactory(_SitePageFactory):
    title = factory.Sequence(lambda n: f"Indicator {n}")
    unit = "£ per hour"

    class Meta:
        model = models.IndicatorPage
