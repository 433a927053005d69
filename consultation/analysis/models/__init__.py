"""The records of analysis: counts kept ready, themes given to answers, campaigns, exports, and what was published."""

from consultation.analysis.models.campaign import Campaign, CampaignMember
from consultation.analysis.models.coding import Code, CodeStep, Coding, Note, Reading
from consultation.analysis.models.export import Export
from consultation.analysis.models.published import PublishedWords, Results, WordsStep
from consultation.analysis.models.tally import Tally

__all__ = [
    "Campaign",
    "CampaignMember",
    "Code",
    "CodeStep",
    "Coding",
    "Export",
    "Note",
    "PublishedWords",
    "Reading",
    "Results",
    "Tally",
    "WordsStep",
]
