"""The forms of a submission. Every message says how to mend what is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from wagtail.models import Site

from consultation.evidence.choices import Kind, Publishing, Rights
from consultation.evidence.models import EvidenceItem, EvidenceSubmission
from consultation.files.kinds import ACCEPT, IN_WORDS, LARGEST, MEGABYTE, MOST_FILES
from consultation.participants.bots import WithTrap
from consultation.participants.fields import EmailField
from strategy.models import AmbitionPage, FoundationPage

LONGEST_ANSWER = 20_000
_EARLIEST = 1800
_NOT_YOURS = (
    "We may not publish what somebody else holds the copyright of. "
    "Select “Only a summary in your words” above, or add a link to it instead of the file"
)


def subjects_of(site: Site) -> tuple[str, list[tuple[str, str]]]:
    """What evidence of an area can bear on, with the question: its ambitions or, before there are any, foundations."""
    ambitions = AmbitionPage.objects.of(site.root_page).order_by("path")
    choices = [(str(page.pk), f"{page.code} {page.title}") for page in ambitions]
    if choices:
        return "Which ambition does it bear on most?", choices
    foundations = FoundationPage.objects.of(site.root_page).order_by("path")
    return "Which foundation does it bear on most?", [(str(page.pk), page.title) for page in foundations]


class _PlainForm(forms.Form):
    """The page says what is too long: a browser would cut off silently what was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)


class LinkForm(forms.Form):
    """Where to send a link."""

    email = EmailField()


class AnswersForm(_PlainForm):
    """The numbered questions of a call. None has to be answered."""

    def __init__(self, *args: Any, submission: EvidenceSubmission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(submission.call.questions.all(), 1):
            self.fields[f"q-{question.pk}"] = forms.CharField(
                label=f"{number}. {question.text}",
                help_text=question.help,
                required=False,
                max_length=LONGEST_ANSWER,
                initial=submission.answers.get(str(question.pk), ""),
                widget=forms.Textarea(attrs={"rows": 8}),
                error_messages={"max_length": f"Shorten your answer to at most {LONGEST_ANSWER:,} characters"},
            )

    def answers(self) -> dict[str, str]:
        """What may be kept, by question: also when other answers are refused."""
        return {name.removeprefix("q-"): words for name, words in self.cleaned_data.items()}


class _ChooseFiles(forms.FileInput):
    allow_multiple_selected = True


class ItemForm(_PlainForm):
    """What a file or a link is. `has_link` asks for the address; `file` is looked at by the rules, not here."""

    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        label="Choose one or more files",
        help_text=f"{IN_WORDS}, each smaller than {LARGEST // MEGABYTE}MB. Without passwords and macros. "
        f"You can select up to {MOST_FILES} at once: what you say below goes for all of them, except the title.",
        widget=_ChooseFiles(attrs={"accept": ACCEPT, "multiple": True}),
    )
    link = forms.URLField(
        required=False,
        max_length=500,
        assume_scheme="https",
        label="Address of the page or document",
        help_text="It begins with https:// or http://.",
        error_messages={
            "required": "Enter the address",
            "invalid": "Enter a full address, like https://www.example.org/report",
            "max_length": "Enter an address of at most 500 characters",
        },
    )
    title = forms.CharField(
        max_length=200,
        label="Title",
        error_messages={"required": "Enter a title", "max_length": "Shorten the title to at most 200 characters"},
    )
    author = forms.CharField(
        max_length=200,
        required=False,
        label="Author or organisation (optional)",
        error_messages={"max_length": "Shorten the author to at most 200 characters"},
    )
    year = forms.IntegerField(
        required=False,
        label="Year it was published (optional)",
        error_messages={"invalid": "Enter a year in four figures, like 2025"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    geography = forms.CharField(
        max_length=200,
        required=False,
        label="Which places is it about? (optional)",
        help_text="Such as a district, the whole area, or England.",
        error_messages={"max_length": "Shorten the places to at most 200 characters"},
    )
    bears_on = forms.ChoiceField(required=False, error_messages={"invalid_choice": "Select one from the list"})
    kind = forms.ChoiceField(
        choices=Kind.choices,
        widget=forms.RadioSelect,
        label="What kind of evidence is it?",
        error_messages={
            "required": "Select what kind of evidence it is",
            "invalid_choice": "Select one from the list",
        },
    )
    publishing = forms.ChoiceField(
        choices=Publishing.choices,
        widget=forms.RadioSelect,
        label="May we publish it?",
        help_text="If somebody else holds its copyright, give us a link to it instead of a file.",
        error_messages={
            "required": "Select whether we may publish it",
            "invalid_choice": "Select one from the list",
        },
    )
    rights = forms.ChoiceField(
        choices=Rights.choices,
        required=False,
        widget=forms.RadioSelect,
        label="Who holds its copyright?",
        help_text="We need to know if you answered “Yes” to the question before.",
        error_messages={"invalid_choice": "Select one from the list"},
    )

    def __init__(self, *args: Any, site: Site, item: EvidenceItem | None, has_link: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial=_as_typed(item), **kwargs)
        label, choices = subjects_of(site)
        bears_on = self.fields["bears_on"]
        assert isinstance(bears_on, forms.ChoiceField)  # noqa: S101 - for the types
        bears_on.label, bears_on.choices = f"{label} (optional)", [("", "Not sure, or none of them"), *choices]
        if not choices:
            del self.fields["bears_on"]
        if has_link:
            del self.fields["file"], self.fields["rights"]
            self.fields["link"].required = True
            return
        del self.fields["link"]
        if item is not None and item.stored is not None:
            self.is_about(item)

    def is_about(self, item: EvidenceItem) -> None:
        """Ask for one file, in the place of the one that `item` has."""
        field = self.fields["file"]
        field.label = "Choose another file instead (optional)"
        field.help_text = f"{IN_WORDS}, smaller than {LARGEST // MEGABYTE}MB."
        field.widget.attrs.pop("multiple", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "rights" not in self.fields or "rights" in self.errors or cleaned.get("publishing") != Publishing.YES:
            return cleaned
        words = {
            "": "Select who holds its copyright",
            Rights.OTHER: _NOT_YOURS,
            Rights.UNKNOWN: _NOT_YOURS,
        }.get(cleaned.get("rights", ""))
        if words:
            # Told and not taken out: what was chosen is kept, and shown again.
            chosen = cleaned.get("rights", "")
            self.add_error("rights", words)
            cleaned["rights"] = chosen
        return cleaned

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        latest = timezone.localdate().year
        if year is not None and not _EARLIEST <= year <= latest:
            raise forms.ValidationError(f"Enter a year between {_EARLIEST} and {latest}, like {latest - 1}")
        return year

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if not link.startswith(("https://", "http://")):
            raise forms.ValidationError("Enter a full address, like https://www.example.org/report")
        return link

    def described(self) -> dict[str, Any]:
        """What may be kept of what was typed: also when the rest is refused."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("file", "bears_on")}
        if "bears_on" in self.cleaned_data:
            chosen = self.cleaned_data["bears_on"]
            given["bears_on_id"] = int(chosen) if chosen else None
        return given


def _as_typed(item: EvidenceItem | None) -> dict[str, Any]:
    if item is None:
        return {}
    names = ("link", "title", "author", "year", "geography", "kind", "publishing", "rights")
    return {name: getattr(item, name) for name in names} | {"bears_on": str(item.bears_on_id or "")}


class AboutForm(_PlainForm):
    """Who sends it."""

    name = forms.CharField(
        max_length=120,
        label="Your name",
        error_messages={"required": "Enter your name", "max_length": "Shorten your name to at most 120 characters"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = EmailField(help_text="For your receipt, and if we have a question.")
    organisation_name = forms.CharField(
        max_length=200,
        required=False,
        label="Organisation (optional)",
        help_text="If you send this for one.",
        error_messages={"max_length": "Shorten the name of the organisation to at most 200 characters"},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    may_be_named = forms.BooleanField(
        required=False, label="You may name me, or my organisation, in the public register"
    )
    confidential = forms.CharField(
        max_length=2000,
        required=False,
        label="Is anything in it confidential? (optional)",
        help_text="Say what, and why. We may still have to disclose it under freedom of information law.",
        error_messages={"max_length": "Shorten this to at most 2,000 characters"},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, submission: EvidenceSubmission, **kwargs: Any) -> None:
        initial = {name: getattr(submission, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        if submission.call.may_be_anonymous:
            for name, label in (("name", "Your name (optional)"), ("email", "Your e-mail address (optional)")):
                self.fields[name].required, self.fields[name].label = False, label


class SendForm(WithTrap):
    """Only the trap. The time counts from the first page on, so looking over it quickly is no sign of a robot."""

    least_seconds = -1  # the seal is rounded to whole seconds, up as well
