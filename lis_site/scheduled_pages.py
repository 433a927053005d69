"""Publishes pages whose time has come and takes down those whose time is over, as editors have set in Wagtail."""

from datetime import datetime

from django.core.management import call_command
from wagtail.models import Page, Revision


def publish_scheduled(now: datetime) -> str | None:
    """Wagtail's own command, which asks the time itself; `now` serves for the report."""
    due = Revision.objects.filter(approved_go_live_at__lt=now).count()
    over = Page.objects.live().filter(expire_at__lt=now).count()
    call_command("publish_scheduled", verbosity=0)
    return f"{due} published, {over} taken down" if due or over else None
