"""The addresses of the service."""

from django.urls import path

from consultation.formats import views

urlpatterns = [
    path("other-formats/", views.other_formats, name="other_formats"),
    path("other-formats/asked/<str:told>/", views.asked, name="other_formats_asked"),
]
