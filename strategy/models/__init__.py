"""Re-exports the models: one file per kind, found here by Django."""

from strategy.models.ambition import AmbitionIndexPage, AmbitionPage
from strategy.models.ambition_evidence import AmbitionEvidence
from strategy.models.ambition_links import AmbitionFoundation, AmbitionGrandChallenge, AmbitionHealthPriority
from strategy.models.board_paper import BoardPaperPage, BoardRecommendation
from strategy.models.district import District
from strategy.models.edition import StrategyEdition
from strategy.models.foundation import DraftPriority, FoundationIndexPage, FoundationPage
from strategy.models.glossary import GlossaryPage, GlossaryTerm
from strategy.models.grand_challenge import GrandChallengeIndexPage, GrandChallengePage
from strategy.models.health_priority import (
    HealthDeterminantsPage,
    SharedHealthPriorityIndexPage,
    SharedHealthPriorityPage,
)
from strategy.models.home import HomeKeyFigure, HomePage
from strategy.models.indicator import IndicatorPage, IndicatorValue
from strategy.models.key_figure import KeyFigure
from strategy.models.legal import AccessibilityStatementPage, ContactPage, CookiesPage, PrivacyPage
from strategy.models.library import (
    EvidencePage,
    LibraryItemPage,
    LibraryPage,
    LibrarySubject,
    NewsPage,
    PublicationPage,
)
from strategy.models.library_shelf import LibraryShelfPage
from strategy.models.matrix import MatrixPage
from strategy.models.media import SiteDocument, SiteImage, SiteRendition
from strategy.models.overview import OverviewPage
from strategy.models.page_notice import PageNotice
from strategy.models.partnership import (
    LocalStrategy,
    LocalStrategyLink,
    Partnership,
    PartnershipLink,
    TrackerChange,
)
from strategy.models.priority import PriorityIndexPage, PriorityPage
from strategy.models.review import BoardReview, Review, Verdict
from strategy.models.sector import SectorIndexPage, SectorPage
from strategy.models.site_settings import AreaSettings
from strategy.models.standard import StandardPage
from strategy.models.status import AmbitionStatus
from strategy.models.strategy import Milestone, StrategyPage
from strategy.models.tracker import TrackerPage
from strategy.models.tracker_vocabulary import TrackerTheme, TrackerWave
from strategy.models.whole_strategy import WholeStrategyPage

__all__ = [
    "AccessibilityStatementPage",
    "AmbitionEvidence",
    "AmbitionFoundation",
    "AmbitionGrandChallenge",
    "AmbitionHealthPriority",
    "AmbitionIndexPage",
    "AmbitionPage",
    "AmbitionStatus",
    "AreaSettings",
    "BoardPaperPage",
    "BoardRecommendation",
    "BoardReview",
    "ContactPage",
    "CookiesPage",
    "District",
    "DraftPriority",
    "EvidencePage",
    "FoundationIndexPage",
    "FoundationPage",
    "GlossaryPage",
    "GlossaryTerm",
    "GrandChallengeIndexPage",
    "GrandChallengePage",
    "HealthDeterminantsPage",
    "HomeKeyFigure",
    "HomePage",
    "IndicatorPage",
    "IndicatorValue",
    "KeyFigure",
    "LibraryItemPage",
    "LibraryPage",
    "LibraryShelfPage",
    "LibrarySubject",
    "LocalStrategy",
    "LocalStrategyLink",
    "MatrixPage",
    "Milestone",
    "NewsPage",
    "OverviewPage",
    "PageNotice",
    "Partnership",
    "PartnershipLink",
    "PriorityIndexPage",
    "PriorityPage",
    "PrivacyPage",
    "PublicationPage",
    "Review",
    "SectorIndexPage",
    "SectorPage",
    "SharedHealthPriorityIndexPage",
    "SharedHealthPriorityPage",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "StandardPage",
    "StrategyEdition",
    "StrategyPage",
    "TrackerChange",
    "TrackerPage",
    "TrackerTheme",
    "TrackerWave",
    "Verdict",
    "WholeStrategyPage",
]
