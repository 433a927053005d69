"""Re-exports the services' models, and the pages that are their doors: Django finds them here."""

from consultation.pages import ConsultationPage, HaveYourSayPage

__all__ = ["ConsultationPage", "HaveYourSayPage"]
