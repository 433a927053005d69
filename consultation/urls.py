"""The addresses of the services. Whatever is not named here is a page in Wagtail's tree."""

from django.urls import include, path

urlpatterns = [
    path("", include("consultation.formats.urls")),
]
