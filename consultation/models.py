"""Re-exports the services' models, and the pages that are their doors: Django finds them here."""

from consultation.formats.models import FormatRequest
from consultation.pages import ConsultationPage, HaveYourSayPage

__all__ = ["ConsultationPage", "FormatRequest", "HaveYourSayPage"]
