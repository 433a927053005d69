"""What came to a consultation, for its page, which may not know the services."""

from __future__ import annotations

from django import template
from django.utils import timezone

from consultation.dates import State
from consultation.pages import ConsultationPage
from consultation.received import Received, received_by

register = template.Library()


@register.simple_tag
def what_came(page: ConsultationPage) -> Received:
    """Counted once it is closed; nothing before that, nor for what was held elsewhere. At most one query."""
    is_over = page.pk is not None and page.state == State.CLOSED and not page.is_history
    return received_by(page, timezone.now()) if is_over else Received()
