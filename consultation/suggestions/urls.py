"""The addresses of the service."""

from django.urls import path

from consultation.suggestions import views

urlpatterns = [
    path("suggest-a-correction/", views.suggest_correction, name="suggest_correction"),
    path("suggest-a-correction/arrived/<str:told>/", views.arrived, name="suggestion_arrived"),
]
