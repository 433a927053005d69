"""Calls for evidence in the admin: asking, reading what came, and the register."""

from wagtail.snippets.views.snippets import SnippetViewSetGroup

from consultation.evidence.viewsets.calls import CallViewSet
from consultation.evidence.viewsets.register import RegisterEntryViewSet
from consultation.evidence.viewsets.submissions import SubmissionViewSet


class EvidenceRecords(SnippetViewSetGroup):
    items = (CallViewSet, SubmissionViewSet, RegisterEntryViewSet)
    menu_label = "Evidence"
    menu_icon = "folder-open-inverse"
    menu_order = 268
