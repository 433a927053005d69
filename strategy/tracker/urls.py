"""The addresses below the tracker. The list itself is a page of Wagtail's."""

from django.urls import path

from strategy.tracker import views

app_name = "tracker"
urlpatterns = [
    path("changes.atom", views.ChangesFeed(), name="feed"),
    path("tracker.csv", views.table, name="table"),
    path("themes/", views.themes, name="themes"),
    path("<slug:slug>/", views.partnership, name="partnership"),
]
