"""The forms of staff. What is chosen belongs to the area of the record, and what changes is noted for the feed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from wagtail.models import Site

from strategy.areas import areas_of
from strategy.forms import AreaRecordForm
from strategy.tracker.changes import noting_changes
from strategy.tracker.reading import MOST_BYTES, NotATable, read

_CHOSEN = ("wave", "themes", "partnerships")


class TrackedForm(AreaRecordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None:
            return
        areas = [self.instance.site_id] if self.instance.pk else areas_of(self.for_user)
        for name in _CHOSEN:
            if name in self.fields:
                self.fields[name].queryset = self.fields[name].queryset.filter(site__in=areas)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        site = cleaned.get("site") or (self.instance.site if self.instance.pk else None)
        for name in _CHOSEN:
            chosen = cleaned.get(name)
            several = [chosen] if name == "wave" and chosen else (chosen or [])
            if site and any(one.site_id != site.pk for one in several):
                self.add_error(name, "Choose what belongs to the same area.")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if not commit:
            return super().save(commit)
        with noting_changes(self.instance.site, now=timezone.now()):
            return super().save(commit)


class ImportForm(forms.Form):
    """A file to try, or the text of one that was tried."""

    site = forms.ModelChoiceField(
        queryset=Site.objects.none(), label="Area", error_messages={"required": "Choose the area"}
    )
    file = forms.FileField(
        required=False, label="CSV file", help_text=f"At most {MOST_BYTES // 1_000_000} MB, as “CSV UTF-8”."
    )
    # A browser ends each line with two signs where the file may have had one.
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False, max_length=2 * MOST_BYTES)

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["site"]
        field.queryset = areas
        if len(areas) == 1:
            field.initial = areas[0].pk
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("file"):
            try:
                cleaned["text"] = read(cleaned["file"].read(MOST_BYTES + 1))
            except NotATable as problem:
                self.add_error("file", str(problem))
        elif not cleaned.get("text"):
            self.add_error("file", "Choose the file to import")
        return cleaned
