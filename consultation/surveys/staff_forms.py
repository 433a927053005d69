"""The forms of staff: the survey itself, what they decide about it, whom they invite, what came on paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import slugify
from wagtail.admin.widgets import AdminDateInput

from consultation.surveys import decisions, versions
from consultation.surveys.building import give_codes
from consultation.surveys.choices import Channel, Decision, State
from consultation.surveys.models import SavedQuestion, Survey
from strategy.forms import AreaRecordForm

_RICH = ("introduction", "other_ways", "what_happens_next", "outcome", "privacy_notice")


class SurveyForm(AreaRecordForm):
    """Once a survey has opened, its dates change by decisions only: none of them by mistake opens it again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        survey = self.instance
        self.was_dated = (survey.opens_on, survey.closes_on)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if survey.version_id is None:
            return
        fixed = ["is_history", "slug"]
        if survey.state_at(timezone.now()) != State.COMING:
            fixed += ["opens_on", "closes_on"]
        for name in fixed:
            if name in self.fields:
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in _RICH:
            if name in cleaned and not strip_tags(cleaned[name] or "").strip():
                cleaned[name] = ""  # the editor sends an empty paragraph
        site = cleaned.get("site") or (self.instance.site if self.instance.site_id else None)
        page = cleaned.get("consultation")
        if site and page and not page.path.startswith(site.root_page.path):
            self.add_error("consultation", "Choose one of your own area.")
        if not cleaned.get("slug") and cleaned.get("title"):
            cleaned["slug"] = self._free_slug(site, cleaned["title"])
        if self.instance.version_id is not None:
            self._clean_published(cleaned)
        return cleaned

    def _clean_published(self, cleaned: dict[str, Any]) -> None:
        needed = {
            "opens_on": "A published survey needs its opening day.",
            "closes_on": "A published survey needs its closing day.",
            "privacy_notice": "A published survey needs its privacy notice.",
            "retention_months": "A published survey says how long personal data is kept.",
            "lawful_basis": "A published survey needs its lawful basis.",
        }
        for name, words in needed.items():
            if name in self.fields and name not in self.errors and not cleaned.get(name):
                self.add_error(name, words)

    def _free_slug(self, site: Any, title: str) -> str:
        stem = slugify(title)[:60] or "survey"
        taken = set(Survey.objects.filter(site=site, slug__startswith=stem).values_list("slug", flat=True))
        return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)

    def save(self, commit: bool = True) -> Any:
        give_codes(self.instance)
        survey = super().save(commit)
        if commit and survey.version_id is not None:
            now = timezone.now()
            versions.note_privacy(survey=survey, now=now)
            if self.was_dated != (survey.opens_on, survey.closes_on):
                decisions.note_dates(survey=survey, was_closing_on=self.was_dated[1], by=self.for_user, now=now)
        return survey


class PublishForm(forms.Form):
    why = forms.CharField(
        label="Why the questions change",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed for a new version. People who have begun read it.",
    )


class DecisionForm(forms.Form):
    """What may be decided in the state of a survey, by this person: only what that needs is asked."""

    decision = forms.ChoiceField(label="What you decide", widget=forms.RadioSelect)
    until = forms.DateField(
        label="New closing day", required=False, widget=AdminDateInput, help_text="To extend it, or to open it again."
    )
    why = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The public reads it on the survey's page.",
    )

    def __init__(self, *args: Any, possible: list[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(one.value, _DO[one]) for one in possible]
        if not {Decision.EXTENDED, Decision.REOPENED}.intersection(possible):
            del self.fields["until"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        decision = cleaned.get("decision")
        if (
            decision in (Decision.EXTENDED, Decision.REOPENED)
            and not cleaned.get("until")
            and "until" not in self.errors
        ):
            self.add_error("until", "Give the new closing day.")
        if decision in _NEEDS_WHY and not cleaned.get("why", "").strip():
            self.add_error("why", "Say why. The public reads it.")
        return cleaned


_DO = {
    Decision.EXTENDED: "Extend it",
    Decision.PAUSED: "Pause it",
    Decision.RESUMED: "Go on after the pause",
    Decision.CLOSED_EARLY: "Close it now",
    Decision.REOPENED: "Open it again",
    Decision.ANALYSING: "Begin to read the answers: nobody can change or withdraw theirs any more",
    Decision.OUTCOME: "Publish the outcome",
}
_NEEDS_WHY = {Decision.EXTENDED, Decision.PAUSED, Decision.CLOSED_EARLY, Decision.REOPENED}


class InviteForm(forms.Form):
    people = forms.CharField(
        label="Whom to invite",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="A line each: e-mail address, comma, name. Who is invited already is not invited again.",
        error_messages={"required": "Enter at least one e-mail address."},
    )


class EntryForm(forms.Form):
    """How and when something came that staff enter."""

    channel = forms.ChoiceField(
        label="How it came", choices=[choice for choice in Channel.choices if choice[0] != Channel.ONLINE]
    )
    received_on = forms.DateField(label="Received on", widget=AdminDateInput)

    def clean_received_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Give today or an earlier day.")
        return day


class AddSavedForm(forms.Form):
    """A question of the library, and the section it goes to."""

    saved = forms.ModelChoiceField(
        SavedQuestion.objects.none(), label="Saved question", empty_label="Choose a question"
    )
    section = forms.ChoiceField(label="Section")

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saved, section = self.fields["saved"], self.fields["section"]
        assert isinstance(saved, forms.ModelChoiceField)  # noqa: S101 - for the types
        assert isinstance(section, forms.ChoiceField)  # noqa: S101 - for the types
        saved.queryset = SavedQuestion.objects.filter(site=survey.site_id)
        section.choices = [(block.id, block.value["title"]) for block in survey.sections]


class KeepForm(forms.Form):
    """A question of this survey, for the library."""

    code = forms.ChoiceField(label="Question")
    name = forms.CharField(label="Name in the library", max_length=120, required=False)

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        assert isinstance(code, forms.ChoiceField)  # noqa: S101 - for the types
        code.choices = [
            (block.value["code"], block.value["label"])
            for section in survey.sections
            for block in section.value["items"]
            if block.block_type != "information"
        ]
