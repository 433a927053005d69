"""Re-exports the models: one file per kind."""

from consultation.participants.models.consent import Consent, ConsentText
from consultation.participants.models.contact import Contact
from consultation.participants.models.limit import RateBucket, RateSalt
from consultation.participants.models.link import SignedLink
from consultation.participants.models.mail import Mail
from consultation.participants.models.organisation import Organisation
from consultation.participants.models.retention import Erasure, Hold

__all__ = [
    "Consent",
    "ConsentText",
    "Contact",
    "Erasure",
    "Hold",
    "Mail",
    "Organisation",
    "RateBucket",
    "RateSalt",
    "SignedLink",
]
