"""The addresses at which people see and take back what the site holds about them."""

from django.urls import path

from consultation.participants.views import my_data

urlpatterns = [
    path("what-we-hold/", my_data.ask, name="what_we_hold"),
    path("my/<str:token>/data/", my_data.show, name="my_data"),
    path("my/<str:token>/data/everything.json", my_data.download, name="my_data_file"),
    path("my/<str:token>/data/erase/", my_data.erase, name="my_data_erase"),
]
