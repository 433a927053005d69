"""A sender as a process of its own: `python -m tests.races.sending_process <port> [unlocked]`.

Sends until nothing waits, then ends. With `unlocked` nothing keeps two of them apart.
"""

import contextlib
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis_site.settings.test")


def main(port: int, *, unlocked: bool) -> None:
    import django
    from django.conf import settings

    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 20},
        }
    }
    django.setup()

    from django.utils import timezone

    from consultation.participants import sending
    from consultation.participants.models import Mail

    if unlocked:
        sending._only_sender = lambda: contextlib.nullcontext(True)  # type: ignore[assignment, return-value]
    while Mail.objects.due(timezone.now()).exists():
        sending.send_waiting(timezone.now())
        time.sleep(0.02)  # the other one is at work


if __name__ == "__main__":
    main(int(sys.argv[1]), unlocked="unlocked" in sys.argv[2:])
