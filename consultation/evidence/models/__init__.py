"""The rows of calls for evidence."""

from consultation.evidence.models.call import CallDecision, CallForEvidence, CallQuestion
from consultation.evidence.models.register import EntrySubject, EntryUse, RegisterEntry
from consultation.evidence.models.submission import EvidenceDownload, EvidenceFile, EvidenceItem, EvidenceSubmission

__all__ = [
    "CallDecision",
    "CallForEvidence",
    "CallQuestion",
    "EntrySubject",
    "EntryUse",
    "EvidenceDownload",
    "EvidenceFile",
    "EvidenceItem",
    "EvidenceSubmission",
    "RegisterEntry",
]
