"""The form of a consultation in the editor: what has to be said before a change of it can be public."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import strip_tags

from consultation.clock import due_on, is_late
from consultation.timing import warnings
from strategy.areas import area_of_page
from strategy.forms import SitePageForm


class ConsultationPageForm(SitePageForm):
    """Drafts may say anything. To be published, or sent for approval, a change of promised dates needs its reason."""

    why_later = forms.CharField(
        required=False,
        max_length=500,
        label="Why it closes later",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed when you move the closing day of a consultation that has opened. The public reads it.",
    )
    goes_ahead = forms.BooleanField(
        required=False,
        label="Publish in spite of warnings",
        help_text="Tick this only if you have read a warning about its days, and mean to go ahead.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        self.public: Any = type(page).objects.filter(pk=page.pk, live=True).first() if page.pk else None
        pending = self._pending()
        if pending is not None and "why_later" in self.fields:
            self.initial["why_later"] = pending.why

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation or cleaned.get("is_history"):
            return cleaned
        self._keep_promised_dates(cleaned)
        self._explain_outcome(cleaned)
        self._warn(cleaned)
        return cleaned

    def _has_opened(self) -> bool:
        public = self.public
        return bool(public and public.opens_on and public.opens_on <= timezone.localdate())

    def _keep_promised_dates(self, cleaned: dict[str, Any]) -> None:
        public, closes_on = self.public, cleaned.get("closes_on")
        if not self._has_opened():
            return
        if cleaned.get("opens_on") != public.opens_on:
            self.add_error("opens_on", "It has opened, so the day it opened cannot change.")
        if closes_on is None or public.closes_on is None or closes_on == public.closes_on:
            return
        if closes_on < public.closes_on:
            self.add_error("closes_on", "People were told a later day, so it cannot close earlier.")
        elif not cleaned.get("why_later", "").strip():
            self.add_error("why_later", "Say why it closes later. The public reads it.")

    def _explain_outcome(self, cleaned: dict[str, Any]) -> None:
        closes_on, outcome_on = cleaned.get("closes_on"), cleaned.get("outcome_on")
        has_words = bool(strip_tags(cleaned.get("outcome") or "").strip())
        if has_words and outcome_on is None and "outcome_on" not in self.errors:
            self.add_error("outcome_on", "Give the day on which the outcome is published.")
        if outcome_on and not has_words:
            self.add_error("outcome", "Write the outcome: what people said, and what changes.")
        if outcome_on and closes_on and outcome_on <= closes_on:
            self.add_error("outcome_on", "The outcome comes after closing.")
        if outcome_on and outcome_on > timezone.localdate():
            self.add_error("outcome_on", "Give today or an earlier day.")
        late = is_late(timezone.localdate(), closes_on, outcome_on)
        if late and not (cleaned.get("late_because") or "").strip():
            due = due_on(closes_on) if closes_on else None
            self.add_error("late_because", f"The outcome was promised by {due:%-d %B %Y}. Say why it is late.")

    def _warn(self, cleaned: dict[str, Any]) -> None:
        opens_on, closes_on = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens_on is None or closes_on is None or closes_on < opens_on or closes_on < timezone.localdate():
            return
        told = self.public and (self.public.opens_on, self.public.closes_on)
        if told == (opens_on, closes_on) or cleaned.get("goes_ahead") or cleaned.get("is_demonstration"):
            return
        site = area_of_page(self.parent_page)
        for words in warnings(site, opens_on, closes_on) if site else ():
            self.add_error("goes_ahead", f"{words} Change its days, or tick this to publish all the same.")

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=False)
        self._note_extension(page)
        if commit:
            page.save()
            self.save_m2m()
        return page

    def _pending(self) -> Any:
        """The extension that a draft holds and the public has not seen; None when there is none."""
        known = {one.pk for one in self.public.extensions.all()} if self.public else set()
        return next((one for one in self.instance.extensions.all() if one.pk not in known), None)

    def _note_extension(self, page: Any) -> None:
        """Put the extension that this change is beside those the public knows, which stay as they are."""
        if not self._has_opened() or page.closes_on is None or self.public.closes_on is None:
            return
        kept = list(self.public.extensions.all())
        why = self.cleaned_data.get("why_later", "").strip()
        if page.closes_on > self.public.closes_on and why:
            known = page.extensions.model(
                was_closing_on=self.public.closes_on,
                closes_on=page.closes_on,
                why=why,
                decided_on=_today(),
                sort_order=len(kept),
            )
            kept.append(known)
        page.extensions.set(kept)


def _today() -> dt.date:
    return timezone.localdate()
