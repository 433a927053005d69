"""What goes with consultations in the admin, beside their pages: news, and when not to consult."""

from __future__ import annotations

from wagtail.snippets.views.snippets import SnippetViewSetGroup

from consultation.subscriptions.viewsets import ConsultationNewsViewSet
from consultation.timing import PreElectionPeriod
from strategy.viewsets import AreaRecordViewSet


class PreElectionPeriodViewSet(AreaRecordViewSet):
    model = PreElectionPeriod
    icon = "date"
    menu_label = "Pre-election periods"
    list_display = ("election", "starts_on", "ends_on", "site")


class ConsultationRecords(SnippetViewSetGroup):
    items = (ConsultationNewsViewSet, PreElectionPeriodViewSet)
    menu_label = "Consultations"
    menu_icon = "comment"
    menu_order = 262
