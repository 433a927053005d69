"""The forms of staff: a call, what they decide about it, what came another way, and the register."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.html import strip_tags
from django.utils.text import slugify
from wagtail.admin.widgets import AdminDateInput

from consultation.evidence.choices import Channel, Decision
from consultation.evidence.models import CallForEvidence, EvidenceSubmission
from consultation.evidence.register import number_entry
from strategy.forms import AreaRecordForm

_RICH = ("introduction", "what_counts", "other_ways", "what_happens_next", "outcome", "privacy_notice")
_NEEDED = {
    "privacy_notice": "A published call needs its privacy notice.",
    "retention_months": "A published call says how long files and personal data are kept.",
    "lawful_basis": "A published call needs its lawful basis.",
}


def _must_be_own(form: Any, name: str, site: Any) -> None:
    """A page that was chosen stands in the area of the record."""
    page = form.cleaned_data.get(name)
    if site and page and not page.path.startswith(site.root_page.path):
        form.add_error(name, "Choose one of your own area.")


def _can_be_read(formset: Any) -> bool:
    """Whether its rows are all there and sound. What cannot be read at all is answered elsewhere, with 400."""
    try:
        return bool(formset.is_valid())
    except MultiValueDictKeyError:
        return False


class CallForm(AreaRecordForm):
    """Once a call is published its dates change by decisions only, and its questions keep their numbers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if self.instance.published_at is None:
            return
        for name in ("is_history", "slug", "opens_on", "closes_on", "is_demonstration", "may_be_anonymous"):
            if name in self.fields:
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name in _RICH:
            if name in cleaned and not strip_tags(cleaned[name] or "").strip():
                cleaned[name] = ""  # the editor sends an empty paragraph
        site = cleaned.get("site") or (self.instance.site if self.instance.site_id else None)
        _must_be_own(self, "consultation", site)
        if not cleaned.get("slug") and cleaned.get("title"):
            cleaned["slug"] = self._free_slug(site, cleaned["title"])
        if self.instance.published_at is not None:
            for name, words in _NEEDED.items():
                if name in self.fields and name not in self.errors and not cleaned.get(name):
                    self.add_error(name, words)
            self._keep_questions()
        return cleaned

    def _keep_questions(self) -> None:
        """What somebody may have answered is neither taken away nor moved; a new question comes last."""
        formset = self.formsets.get("questions")
        if (
            formset is None
            or not _can_be_read(formset)
            or not EvidenceSubmission.objects.filter(call=self.instance).exists()
        ):
            return
        order = {pk: place for place, pk in enumerate(self.instance.questions.values_list("pk", flat=True))}
        kept: list[tuple[int, int]] = []
        for form in formset.forms:
            if form.instance.pk in order and form not in formset.deleted_forms:
                kept.append((form.cleaned_data.get("ORDER") or 0, order[form.instance.pk]))
        places = [place for _order, place in sorted(kept)]
        if len(places) < len(order) or places != sorted(places):
            self.add_error(None, "People have begun to answer: reword questions or add one, but keep their order.")

    def _free_slug(self, site: Any, title: str) -> str:
        stem = slugify(title)[:60] or "call"
        taken = set(CallForEvidence.objects.filter(site=site, slug__startswith=stem).values_list("slug", flat=True))
        return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


_DO = {
    Decision.PUBLISHED: "Publish it: it opens and closes by its dates",
    Decision.EXTENDED: "Extend it",
    Decision.CLOSED_EARLY: "Close it now",
    Decision.READING: "Begin to read: nobody can withdraw theirs any more",
    Decision.OUTCOME: "Publish the outcome",
}
_NEEDS_WHY = {Decision.EXTENDED, Decision.CLOSED_EARLY}


class DecisionForm(forms.Form):
    """What may be decided in the state of a call, by this person: only what that needs is asked."""

    decision = forms.ChoiceField(label="What you decide", widget=forms.RadioSelect)
    until = forms.DateField(label="New closing day", required=False, widget=AdminDateInput, help_text="To extend it.")
    why = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The public reads it on the page of the call.",
    )

    def __init__(self, *args: Any, possible: list[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(one.value, _DO[one]) for one in possible]
        if Decision.EXTENDED not in possible:
            del self.fields["until"]
        if set(possible) <= {Decision.PUBLISHED}:
            del self.fields["why"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        decision = cleaned.get("decision")
        if decision == Decision.EXTENDED and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", "Give the new closing day.")
        if decision in _NEEDS_WHY and not cleaned.get("why", "").strip():
            self.add_error("why", "Say why. The public reads it.")
        return cleaned


class EntryForm(forms.Form):
    """How and when something came that staff enter for somebody."""

    channel = forms.ChoiceField(
        label="How it came", choices=[choice for choice in Channel.choices if choice[0] != Channel.ONLINE]
    )
    received_on = forms.DateField(label="Received on", widget=AdminDateInput)

    def clean_received_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Give today or an earlier day.")
        return day


class RegisterEntryForm(AreaRecordForm):
    """Gives a new entry its number. Calls and pages are those of the entry's own area."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        site = cleaned.get("site") or (self.instance.site if self.instance.site_id else None)
        call = cleaned.get("call")
        if site and call and call.site_id != site.pk:
            self.add_error("call", "Choose one of your own area.")
        received = cleaned.get("received_on")
        if received and received > timezone.localdate():
            self.add_error("received_on", "Give today or an earlier day.")
        for formset in self.formsets.values():
            for form in formset.forms if _can_be_read(formset) else ():
                _must_be_own(form, "page", site)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.instance.number:
            return super().save(commit)
        with transaction.atomic():
            number_entry(self.instance)
            return super().save(commit)
