"""The addresses of subscriptions."""

from django.urls import path

from consultation.subscriptions import views

app_name = "subscriptions"
urlpatterns = [
    path("tell-me/<slug:slug>/", views.ask, name="ask"),
    path("my/<str:token>/news/", views.confirm),
    path("my/<str:token>/leave/", views.leave),
]
