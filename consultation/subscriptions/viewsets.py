"""News of consultations in the admin."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, PageChooserPanel

from consultation.subscriptions.forms import NewsForm
from consultation.subscriptions.models import ConsultationNews
from strategy.panels import AreaPanel
from strategy.viewsets import AreaRecordViewSet


class ConsultationNewsViewSet(AreaRecordViewSet):
    """What was sent stays: only a draft can be changed."""

    model = ConsultationNews
    icon = "mail"
    menu_label = "News"
    list_display = ("title", "consultation", "on", "is_published", "site")
    list_filter = ("is_published",)
    search_fields = ("title",)
    edit_handler = ObjectList(
        [
            AreaPanel("site"),
            HelpPanel(
                "That a consultation opens, closes later or has its outcome is told by itself. Here is for the rest."
            ),
            PageChooserPanel("consultation"),
            FieldPanel("on"),
            FieldPanel("title"),
            FieldPanel("text"),
            FieldPanel("is_published"),
        ],
        base_form_class=NewsForm,
    )
