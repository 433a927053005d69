"""Re-exports the services' models, and the pages that are their doors: Django finds them here."""

from consultation.formats.models import FormatRequest
from consultation.pages import ConsultationPage, HaveYourSayPage
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

__all__ = [
    "Consent",
    "ConsentText",
    "ConsultationPage",
    "Contact",
    "Erasure",
    "FormatRequest",
    "HaveYourSayPage",
    "Hold",
    "Mail",
    "Organisation",
    "RateBucket",
    "RateSalt",
    "SignedLink",
]
