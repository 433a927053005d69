"""Re-exports the services' models, and the pages that are their doors: Django finds them here."""

from consultation.events.models import (
    Event,
    EventDecision,
    EventPaper,
    EventPeopleByDistrict,
    EventPeopleByKind,
    EventSubject,
)
from consultation.events.snapshots import EngagementSnapshot
from consultation.pages import ConsultationPage, EventsPage, HaveYourSayPage

__all__ = [
    "ConsultationPage",
    "EngagementSnapshot",
    "Event",
    "EventDecision",
    "EventPaper",
    "EventPeopleByDistrict",
    "EventPeopleByKind",
    "EventSubject",
    "EventsPage",
    "HaveYourSayPage",
]
