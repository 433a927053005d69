"""What a sender does that is a process of its own: sends until nothing waits, then ends.

Processes are forked from one that has imported this, and so the whole program, once; it has no connection yet.
"""

import contextlib
import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis_site.settings.test")

import django
from django.apps import apps
from django.conf import settings

if not apps.ready:
    django.setup()

from django.utils import timezone

from consultation.participants import sending
from consultation.participants.models import Mail


def send_until_nothing_waits(port: int, unlocked: str = "") -> None:
    """To the mail server at `port`. With `unlocked` nothing keeps two senders apart."""
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 20},
        }
    }
    if unlocked:
        sending._only_sender = lambda: contextlib.nullcontext(True)  # type: ignore[assignment, return-value]
    while Mail.objects.due(timezone.now()).exists():
        sending.send_waiting(timezone.now())
        time.sleep(0.02)  # the other one is at work
