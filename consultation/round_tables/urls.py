"""The addresses of round tables, and of what is one person's own."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from consultation.round_tables.views import mine, public


class ReferenceConverter(StringConverter):
    """The reference of a booking, so that other services can have pages of their own behind /my/<token>/."""

    regex = "R[2-9A-Z]{3}-[2-9A-Z]{4}"


register_converter(ReferenceConverter, "booking_reference")

app_name = "round_tables"
urlpatterns = [
    path("round-tables/", public.round_tables, name="list"),
    path("round-tables/asked/<str:told>/", public.asked, name="asked"),
    path("round-tables/<slug:slug>/book/", public.book, name="book"),
    path("my/<str:token>/places/", mine.mine, name="mine"),
    path("my/<str:token>/booked/", mine.booked, name="booked"),
    path("my/<str:token>/address/", mine.new_address, name="new_address"),
    *(
        path(f"my/<str:token>/<booking_reference:reference>/{name}/", view, name=name)
        for name, view in (
            ("change", mine.change),
            ("colleague", mine.colleague),
            ("email", mine.email),
            ("move", mine.move),
            ("cancel", mine.cancel),
            ("accept", mine.accept),
            ("again", mine.again),
        )
    ),
    path("my/<str:token>/<booking_reference:reference>/session.ics", mine.invitation, name="invitation"),
]
