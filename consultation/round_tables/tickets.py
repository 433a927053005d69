"""The square code that a phone reads at the door: it leads to the check-in of a booking, for staff who are signed in.

A reference is no key: whoever is not staff of the area is asked to sign in, and then finds nothing.
"""

from __future__ import annotations

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from consultation.round_tables.models import Booking


def arrival_address(booking: Booking) -> str:
    model = type(booking)
    path = reverse(model.snippet_viewset.get_url_name("arrival"), args=[booking.reference])  # type: ignore[attr-defined]
    return f"{booking.site.root_url}{path}"


def square_code(booking: Booking) -> SafeString:
    """As SVG to stand in a page. It holds no style, class or colour by name, and is black on white in any theme."""
    code = segno.make(arrival_address(booking), error="m")
    drawn = code.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="square-code", lineclass=None)
    label = f'<svg role="img" aria-label="Code to show at the door: {booking.reference}"'
    return mark_safe(drawn.replace("<svg", label, 1))  # noqa: S308 - letters and digits of ours
