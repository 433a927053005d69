"""Surveys and saved questions in the admin: their forms, and the way to everything else."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.widgets.button import Button

from consultation.surveys.library import copied
from consultation.surveys.models import SavedQuestion, Survey
from consultation.surveys.staff_forms import SurveyForm
from consultation.surveys.viewsets import building, entering, running
from consultation.surveys.viewsets.building import address
from strategy.panels import AreaPanel
from strategy.viewsets import AreaCopy, AreaEdit, AreaRecordViewSet

DESK = "wagtailsnippets_consultation_survey:desk"

_ABOUT = [
    FieldPanel("summary"),
    PageChooserPanel("consultation"),
    FieldPanel("introduction"),
    FieldRowPanel([FieldPanel("who_should_answer"), FieldPanel("minutes")]),
    FieldPanel("other_ways"),
    FieldPanel("what_happens_next"),
    FieldPanel("outcome"),
]
# First, because a link from the proof opens the tab of a field, but not that of a block: blocks are drawn too late.
_QUESTIONS = [
    AreaPanel("site"),
    FieldPanel("title"),
    HelpPanel(
        "Drag sections and questions into order. What you change here is asked when you publish it. Questions about "
        "the person and the organisation come last by themselves."
    ),
    FieldPanel("sections"),
]
_PRIVACY = [
    FieldPanel("privacy_notice"),
    FieldRowPanel([FieldPanel("lawful_basis"), FieldPanel("retention_months")]),
    FieldPanel("asks_equality"),
]
_RUNNING = [
    MultiFieldPanel(
        [
            HelpPanel("Once it has opened, extend it, close it or open it again under “Run it”."),
            FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
        ],
        heading="Dates",
    ),
    FieldRowPanel([FieldPanel("who_may_answer"), FieldPanel("per_organisation")]),
    FieldPanel("slug"),
    FieldPanel("is_demonstration"),
    FieldPanel("is_history"),
]


class SurveyEdit(AreaEdit):
    queryset = Survey.objects.select_related("site")

    def get_object(self, *args: Any) -> Any:
        """Words are checked against the glossary of its own area, at whatever address the editor works."""
        found = super().get_object(*args)
        self.request._wagtail_site = found.site
        return found

    @property
    def header_more_buttons(self) -> list[Button]:
        links = (
            ("Run it", "desk", "form"),
            ("Routes and problems", "proof", "list-ul"),
            ("Preview", "preview", "view"),
        )
        own = [Button(label, url=address(name, self.object), icon_name=icon) for label, name, icon in links]
        return [*super().header_more_buttons, *own]


class SurveyCopy(AreaCopy):
    """Opens the form for a new survey with the words and questions of this one."""

    def get_initial_form_instance(self) -> Any:
        return copied(super().get_initial_form_instance())


class SurveyViewSet(AreaRecordViewSet):
    """Deletion is refused by what protects a survey: once published it has decisions, and then answers."""

    model = Survey
    icon = "form"
    menu_label = "Surveys"
    copy_view_enabled = True
    copy_view_class = SurveyCopy
    edit_view_class = SurveyEdit
    preview_on_edit_view_class = building.LivePreview
    list_display = ("title", TitleColumn("state_words", label="State", url_name=DESK), "opens_on", "closes_on", "site")
    list_filter = ("standing", "is_demonstration")
    search_fields = ("title", "summary")
    ordering = ("-opens_on", "-pk")
    edit_handler = TabbedInterface(
        [
            ObjectList(_QUESTIONS, heading="Questions"),
            ObjectList(_ABOUT, heading="Start page"),
            ObjectList(_PRIVACY, heading="Privacy"),
            ObjectList(_RUNNING, heading="Dates and who may answer"),
        ],
        base_form_class=SurveyForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("desk/<int:pk>/", running.desk, name="desk"),
            path("decide/<int:pk>/", running.decide, name="decide"),
            path("invite/<int:pk>/", running.invite, name="invite"),
            path("export/<int:pk>/", running.export, name="export"),
            path("proof/<int:pk>/", building.proof, name="proof"),
            path("publish/<int:pk>/", building.publish, name="publish"),
            path("saved/<int:pk>/", building.preview, name="preview"),
            path("try/<int:pk>/", building.try_out, name="try"),
            path("library/<int:pk>/", building.use_library, name="library"),
            path("enter/<int:pk>/", entering.enter, name="enter"),
        ]


class SavedQuestionViewSet(AreaRecordViewSet):
    model = SavedQuestion
    icon = "help"
    menu_label = "Saved questions"
    list_display = ("name", "site", "made_at")
    search_fields = ("name",)
    panels = (AreaPanel("site"), FieldPanel("name"), FieldPanel("question"))
