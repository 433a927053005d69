"""The forms: an address and nothing else; and a piece of news."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import strip_tags

from consultation.participants.bots import WithTrap
from consultation.participants.fields import EmailField
from strategy.forms import AreaRecordForm


class AskForm(WithTrap, forms.Form):
    least_seconds = -1  # an address that the browser fills in takes no time

    email = EmailField()


class NewsForm(AreaRecordForm):
    """What was sent stays as it was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.is_published:
            for field in self.fields.values():
                field.disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        site = cleaned.get("site") or (self.instance.site if self.instance.site_id else None)
        page = cleaned.get("consultation")
        if site and page and not page.path.startswith(site.root_page.path):
            self.add_error("consultation", "Choose one of your own area.")
        if "text" not in self.errors and not strip_tags(cleaned.get("text") or "").strip():
            self.add_error("text", "Write what is new.")
        return cleaned
