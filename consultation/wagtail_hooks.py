"""Registers what consultation adds to Wagtail, and nothing else."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from consultation.events.viewsets import EventRecords
from consultation.formats.viewsets import FormatRequestViewSet
from consultation.participants.viewsets import PeopleRecords
from consultation.round_tables.staff.bulk import BULK_ACTIONS
from consultation.round_tables.staff.panel import add_panel
from consultation.round_tables.viewsets import RoundTableRecords

register_snippet(EventRecords)
register_snippet(RoundTableRecords)
register_snippet(PeopleRecords)
register_snippet(FormatRequestViewSet)

for bulk_action in BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action)

hooks.register("construct_homepage_panels", add_panel)


@hooks.register("register_log_actions")
def log_what_staff_do_with_people(actions: Any) -> None:
    actions.register_action("consultation.merge_organisations", "Merge", "Merged another organisation into this one")
    actions.register_action("consultation.view_person", "View", "Viewed personal data")
    actions.register_action("consultation.export_person", "Export", "Exported personal data")
    actions.register_action("consultation.erase_person", "Erase", "Erased personal data")
    actions.register_action("consultation.export_bookings", "Export", "Exported bookings")
    actions.register_action("consultation.retry_mail", "Try again", "Gave an e-mail its tries again")
