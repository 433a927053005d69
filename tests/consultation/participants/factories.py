"""People for tests, and templates of mail."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import LazySettings
from wagtail.models import Site

from consultation.participants import contacts, mail
from consultation.participants.models import Contact, Mail

NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)


def make_contact(site: Site, email: str = "jane.oconnor@example.org", name: str = "Jane O'Connor") -> Contact:
    return contacts.remember(site=site, email=email, name=name, phone="0113 496 0000", now=NOW)


def lay_mail_templates(settings: LazySettings, folder: Path) -> None:
    """Put the templates test/hello.txt and test/hello.html in reach; their subject and body show `name`."""
    (folder / "test").mkdir()
    (folder / "test/hello.txt").write_text(
        '{% extends "consultation/mail/base.txt" %}'
        "{% partialdef subject %}{% autoescape off %}Hello {{ name }}{% endautoescape %}{% endpartialdef %}"
        "{% block body %}Dear {{ name }},\n\nall is well.{% endblock %}"
        "{% block action %}See: {{ link }}{% endblock %}"
    )
    (folder / "test/hello.html").write_text(
        '{% extends "consultation/mail/base.html" %}'
        "{% block body %}<p>Dear {{ name }}, all is well.</p>{% endblock %}"
        '{% block action %}<p class="action"><a href="{{ link }}">See</a></p>{% endblock %}'
    )
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], folder]}]


def queue_hello(site: Site, to: Any = "jane@example.org", **options: Any) -> Mail:
    given = {"template": "test/hello", "context": {"name": "Jane"}, "kind": "hello", "now": NOW, **options}
    return mail.queue(site=site, to=to, **given)
