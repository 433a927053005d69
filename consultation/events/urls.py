"""The addresses of events. The list itself, `/events/`, is a page of the tree."""

from django.urls import path

from consultation.events import views

app_name = "events"
urlpatterns = [
    path("calendar.ics", views.calendar_feed, name="calendar_feed"),
    path("feed.atom", views.EventsFeed(), name="feed"),
    path("<slug:slug>/", views.event, name="event"),
    path("<slug:slug>/calendar.ics", views.event_file, name="event_file"),
]
