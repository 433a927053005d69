"""The addresses of round tables, and of what is one person's own."""

from django.urls import path

from consultation.round_tables import views

app_name = "round_tables"
urlpatterns = [
    path("round-tables/", views.round_tables, name="list"),
    path("round-tables/<slug:slug>/book/", views.book, name="book"),
    path("my/<str:token>/places/", views.mine, name="mine"),
    path("my/<str:token>/address/", views.new_address, name="new_address"),
]
