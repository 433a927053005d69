"""Surveys in the admin: building them, running them, reading what came."""

from wagtail.snippets.views.snippets import SnippetViewSetGroup

from consultation.surveys.viewsets.reading import ResponseViewSet
from consultation.surveys.viewsets.surveys import SavedQuestionViewSet, SurveyViewSet


class SurveyRecords(SnippetViewSetGroup):
    items = (SurveyViewSet, ResponseViewSet, SavedQuestionViewSet)
    menu_label = "Surveys"
    menu_icon = "form"
    menu_order = 265
