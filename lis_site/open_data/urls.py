"""The addresses of the data."""

from django.urls import path

from lis_site.open_data import views

app_name = "data"
urlpatterns = [
    path("", views.index, name="index"),
    path("schema.json", views.schema, name="schema"),
    path("all.zip", views.everything, name="everything"),
    path("<slug:key>.csv", views.as_csv, name="csv"),
    path("indicators/<slug:slug>.csv", views.indicator, name="indicator"),
    path("<slug:key>.json", views.as_json, name="json"),
]
