"""Where review links lead. Included by the map of the site."""

from django.urls import path

from strategy.review import views

urlpatterns = [
    path("<str:token>/", views.read, name="review_read"),
    path("<str:token>/answer/", views.reply, name="review_reply"),
]
