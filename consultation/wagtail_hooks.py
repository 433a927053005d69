"""Registers what consultation adds to Wagtail, and nothing else."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from consultation import owed
from consultation.analysis.urls import admin_patterns as analysis_patterns
from consultation.events.viewsets import EventRecords
from consultation.evidence.viewsets import EvidenceRecords
from consultation.feedback.viewsets import FeedbackRowViewSet
from consultation.formats.viewsets import FormatRequestViewSet
from consultation.participants.viewsets import PeopleRecords
from consultation.round_tables.staff.bulk import BULK_ACTIONS
from consultation.round_tables.staff.panel import add_panel
from consultation.round_tables.viewsets import RoundTableRecords
from consultation.suggestions.viewsets import SuggestionViewSet
from consultation.surveys.viewsets import SurveyRecords
from consultation.viewsets import ConsultationRecords

register_snippet(EventRecords)
register_snippet(RoundTableRecords)
register_snippet(PeopleRecords)
register_snippet(FormatRequestViewSet)
register_snippet(SurveyRecords)
register_snippet(FeedbackRowViewSet)
register_snippet(EvidenceRecords)
register_snippet(ConsultationRecords)
register_snippet(SuggestionViewSet)

for bulk_action in BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action)

hooks.register("construct_homepage_panels", add_panel)
hooks.register("construct_homepage_panels", owed.add_panel)
hooks.register("register_admin_urls", lambda: analysis_patterns)


@hooks.register("register_log_actions")
def log_what_staff_do_with_people(actions: Any) -> None:
    actions.register_action("consultation.merge_organisations", "Merge", "Merged another organisation into this one")
    actions.register_action("consultation.view_person", "View", "Viewed personal data")
    actions.register_action("consultation.export_person", "Export", "Exported personal data")
    actions.register_action("consultation.erase_person", "Erase", "Erased personal data")
    actions.register_action("consultation.decide_survey", "Decide", "Decided about a survey")
    actions.register_action("consultation.export_responses", "Export", "Exported the answers to a survey")
    actions.register_action("consultation.view_response", "View", "Read a response to a survey")
    actions.register_action("consultation.judge_response", "Judge", "Set a response aside, or let it count")
    actions.register_action("consultation.publish_results", "Publish", "Published the tables of a survey")
    actions.register_action("consultation.decide_call", "Decide", "Decided about a call for evidence")
    actions.register_action("consultation.view_evidence", "View", "Read a submission of evidence")
    actions.register_action("consultation.judge_evidence", "Judge", "Released a file, or set evidence aside")
    actions.register_action("consultation.download_answer", "Download", "Downloaded a file given as an answer")
    actions.register_action("consultation.download_evidence", "Download", "Downloaded a file of evidence")
    actions.register_action("consultation.export_bookings", "Export", "Exported bookings")
    actions.register_action("consultation.retry_mail", "Try again", "Gave an e-mail its tries again")
