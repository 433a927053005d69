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
from consultation.formats.models import FormatRequest
from consultation.pages import ConsultationPage, EventsPage, HaveYourSayPage
from consultation.participants.models import (
    Consent,
    ConsentText,
    Contact,
    Erasure,
    Hold,
    Mail,
    Organisation,
    RateBucket,
    RateSalt,
    SignedLink,
)
from consultation.round_tables.models import (
    AccessNeed,
    Booking,
    BookingRequest,
    BookingStep,
    RoundTable,
    RoundTableStep,
    SeatPool,
)

__all__ = [
    "AccessNeed",
    "Booking",
    "BookingRequest",
    "BookingStep",
    "Consent",
    "ConsentText",
    "ConsultationPage",
    "Contact",
    "EngagementSnapshot",
    "Erasure",
    "Event",
    "EventDecision",
    "EventPaper",
    "EventPeopleByDistrict",
    "EventPeopleByKind",
    "EventSubject",
    "EventsPage",
    "FormatRequest",
    "HaveYourSayPage",
    "Hold",
    "Mail",
    "Organisation",
    "RateBucket",
    "RateSalt",
    "RoundTable",
    "RoundTableStep",
    "SeatPool",
    "SignedLink",
]
