"""The addresses of what the public can do, a folder for each service."""

from django.urls import include, path

urlpatterns = [
    path("", include("consultation.participants.urls")),
    path("", include("consultation.formats.urls")),
    path("", include("consultation.suggestions.urls")),
    path("", include("consultation.round_tables.urls")),
    path("events/", include("consultation.events.urls")),
    path("", include("consultation.surveys.urls")),
    path("", include("consultation.analysis.urls")),
    path("", include("consultation.evidence.urls")),
    path("", include("consultation.subscriptions.urls")),
]
