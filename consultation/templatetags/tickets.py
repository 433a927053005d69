"""The code that somebody who has booked shows at the door."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from consultation.round_tables.models import Booking
from consultation.round_tables.tickets import square_code

register = template.Library()


@register.simple_tag
def door_code(booking: Booking) -> SafeString:
    """{% door_code booking %}: the square code of one booking, with its reference as the words for it."""
    return square_code(booking)
