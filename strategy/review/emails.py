"""The one message of a review: the link, to its reader."""

from __future__ import annotations

import logging

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from strategy.models import Review

logger = logging.getLogger(__name__)


def send_link(*, review: Review, link: str, to: str) -> bool:
    """Mail the link; False when the mail server would not take it. The log learns neither address nor link."""
    words = render_to_string("strategy/review/email.txt", {"review": review, "link": link})
    subject, _, body = words.partition("\n")
    try:
        EmailMessage(" ".join(subject.split()), body.lstrip(), to=[to]).send()
    except (OSError, ValueError):  # SMTP errors are OSErrors; a ValueError is a header that would have been forged
        logger.exception("a review link could not be mailed")
        return False
    return True
