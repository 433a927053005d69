"""Runs commands of the site as a person or a container would: in a process of their own, with a chosen environment."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Everything that production asks for. The database is never reached by the commands that use this.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "lis_site.settings.production",
    "SECRET_KEY": "not-a-real-key-but-one-that-is-as-long-as-a-real-key-would-be",
    "DATABASE_URL": "postgresql://lis:hush-hush@127.0.0.1:9/lis",
    "ALLOWED_HOSTS": "www.example.org",
    "SITE_ADDRESS": "https://www.example.org",
    "MAIL_URL": "smtp://lis:quiet@smtp.example.org",
    "MAIL_FROM": "consultation@example.org",
}
_OURS = {*PRODUCTION, "MEDIA_ROOT", "STATIC_ROOT", "PORT", "HSTS_PRELOAD", "DJANGO_ALLOW_ASYNC_UNSAFE"}


def manage(*arguments: str, environment: Mapping[str, str], seconds: float = 60) -> "subprocess.CompletedProcess[str]":
    """The outcome of `manage.py *arguments` with nothing of ours in the environment but `environment`."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OURS}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
