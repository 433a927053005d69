"""What is asked of the person who makes a review link, and of the person who reads the draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from strategy.models import Verdict
from strategy.review.links import LONGEST_DAYS

NO_NULLS = "The text holds a character that cannot be kept. Type it again instead of pasting it."
LONGEST_COMMENT = 10_000


class _Words(forms.CharField):
    """Text whose refusals are said in plain words."""

    def __init__(self, *, missing: str = "", max_length: int, **kwargs: Any) -> None:
        super().__init__(
            max_length=max_length,
            error_messages={
                "required": missing,
                "max_length": f"That is too long: use at most {max_length:,} characters.",
            },
            **kwargs,
        )
        for validator in self.validators:
            if isinstance(validator, ProhibitNullCharactersValidator):
                validator.message = NO_NULLS


class AskForm(forms.Form):
    reviewer = _Words(
        label="Reader’s name",
        max_length=80,
        help_text="Who will read it. The name stands in the history of the page.",
        missing="Give the name of the person who will read the draft.",
    )
    email = forms.EmailField(
        label="Reader’s e-mail address",
        required=False,
        max_length=254,
        help_text="Leave empty to send the link yourself. The address is used once and not kept.",
        error_messages={"invalid": "Give an e-mail address such as name@example.org, or none."},
    )
    days = forms.IntegerField(
        label="How many days the link works",
        initial=14,
        min_value=1,
        max_value=LONGEST_DAYS,
        help_text=f"From 1 to {LONGEST_DAYS}.",
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"Give a number of days from 1 to {LONGEST_DAYS}."
        ),
    )
    request = _Words(
        label="What you want to know",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A sentence for the reader, such as: please check the figures in the second part.",
    )


class WayForm(forms.Form):
    """`ways` are those that the page can be approved in."""

    way = forms.ChoiceField(
        label="Before this page is published, it is approved by",
        widget=forms.RadioSelect,
        help_text="This holds for the pages below it too, unless one of them says otherwise.",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of the ways."),
    )

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = ways  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """`can_approve` is false when the draft has changed: then approval is not offered."""

    verdict = forms.ChoiceField(
        label="What do you say to this draft?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what you say to this draft.",
            "invalid_choice": "Choose one of the answers.",
        },
    )
    comment = _Words(
        label="Your comments",
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Needed if you ask for changes. Say where on the page, and what you would write instead.",
    )
    signed = _Words(
        label="Your name",
        max_length=80,
        help_text="It is kept with your answer.",
        missing="Give your name.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, can_approve: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_approve:
            self.fields["verdict"].choices = [  # type: ignore[attr-defined]
                (value, label) for value, label in Verdict.choices if value != Verdict.APPROVE
            ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        needs_words = cleaned.get("verdict") in (Verdict.CHANGES, Verdict.COMMENT)
        if needs_words and not cleaned.get("comment") and "comment" not in self.errors:
            self.add_error("comment", ValidationError("Write what you would change, or what you think."))
        return cleaned
