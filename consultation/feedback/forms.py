"""The form staff fill in for a row. Whoever may publish does so with a tick; others leave a draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from consultation.feedback.models import FeedbackRow
from consultation.feedback.publishing import note_correction, publish
from strategy.forms import AreaRecordForm


class FeedbackRowForm(AreaRecordForm):
    publish = forms.BooleanField(
        label="Publish it",
        required=False,
        help_text="It stands on the consultation and on every page that it touched, and people who asked are told. "
        "Nobody can take it back: later you correct it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_published or not self._may_publish():
            self.fields.pop("publish", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.is_published and not self._may_publish():
            self.add_error(None, "This row is public. Ask somebody who may publish to correct it.")
        site = cleaned.get("site") or (self.instance.site if self.instance.site_id else None)
        consultation = cleaned.get("consultation")
        if site and consultation and not _is_of(site, consultation):
            self.add_error("consultation", "Choose a consultation of the same area.")
        touched = self._touched()
        if site and any(not _is_of(site, page) for page in touched):
            self.add_error(None, "Choose pages of the same area: another area's page does not show this row.")
        if (cleaned.get("publish") or self.instance.is_published) and not touched:
            self.add_error(None, "Say which pages of the strategy it touched: the row is shown there too.")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        was_public, now = self.instance.is_published, timezone.now()
        row = super().save(commit)
        if commit and was_public and self.has_changed():
            note_correction(row=row, now=now)
        if commit and self.cleaned_data.get("publish"):
            publish(row=row, by=self.for_user, now=now)
        return row

    def _touched(self) -> list[Page]:
        """The pages that will be in the row once it is saved."""
        formset = self.formsets.get("touches")
        try:
            if formset is None or not formset.is_valid():
                return []
        except LookupError:  # a field that every browser sends is missing: Wagtail trips over it too, and says so
            return []
        kept = [form for form in formset.forms if form not in formset.deleted_forms and form.cleaned_data]
        return [form.cleaned_data["page"] for form in kept if form.cleaned_data.get("page")]

    def _may_publish(self) -> bool:
        """Of a row that has no area yet: anywhere. What is sent is looked at once more when it is saved."""
        if self.for_user is None:
            return True
        policy = policy_registry.get_by_type(FeedbackRow)
        if self.instance.pk:
            return bool(policy.user_has_permission_for_instance(self.for_user, "publish", self.instance))
        return bool(policy.user_has_permission(self.for_user, "publish"))


def _is_of(site: Any, page: Page) -> bool:
    return bool(page.path.startswith(site.root_page.path))
