"""What somebody does who answers a survey in a process of their own, page by page, until that is killed."""

import os
from multiprocessing.connection import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis_site.settings.test")

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.test import Client


def answer_until_killed(address: str, saved: Connection) -> None:
    """Tells `saved` the number of each page as soon as it was said to be saved."""
    client, number = Client(), 0
    while True:
        number += 1
        page = client.post(f"{address}section-3/", {"asked": ["why"], "q-why": f"text {number}", "then": "back"})
        assert page.status_code == 302, page.status_code
        saved.send(number)
