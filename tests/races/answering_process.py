"""Answers a survey page by page until it is killed: a line for each page that was saved."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis_site.settings.test")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

database, address = sys.argv[1:3]
connection.settings_dict["NAME"] = database
client, number = Client(), 0
while True:
    number += 1
    page = client.post(f"{address}section-3/", {"asked": ["why"], "q-why": f"text {number}", "then": "back"})
    assert page.status_code == 302, page.status_code
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()
