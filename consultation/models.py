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
from consultation.surveys.models import (
    EqualityCount,
    QuestionnaireVersion,
    Response,
    ResponseFile,
    SavedQuestion,
    SentAnswers,
    Survey,
    SurveyDecision,
    SurveyInvitation,
    SurveyPrivacyNotice,
    WordingCorrection,
)

__all__ = [
    "Consent",
    "ConsentText",
    "ConsultationPage",
    "Contact",
    "EngagementSnapshot",
    "EqualityCount",
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
    "QuestionnaireVersion",
    "RateBucket",
    "RateSalt",
    "Response",
    "ResponseFile",
    "SavedQuestion",
    "SentAnswers",
    "SignedLink",
    "Survey",
    "SurveyDecision",
    "SurveyInvitation",
    "SurveyPrivacyNotice",
    "WordingCorrection",
]
