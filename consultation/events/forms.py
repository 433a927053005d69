"""The form staff fill in for an event: wall clocks in, moments out; what makes no sense is refused in words."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput
from wagtail.models import Page, Site

from consultation.dates import LONDON, ClockChange, london_moment
from consultation.events import decisions
from consultation.events.copying import free_slug
from consultation.events.models import Event
from consultation.participants.mail import can_be_subject
from strategy.dates import Precision
from strategy.forms import AreaRecordForm
from strategy.models import AreaSettings, District, SiteDocument

LONGEST = dt.timedelta(hours=12)
YEARS = range(1900, 2200)
# Neither a feed nor a workbook can hold these, and nobody types them: they come with what is pasted.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def can_be_seen(text: str) -> None:
    """Validator of text that is shown in public, in feeds and calendar files."""
    if _UNSEEN.search(text):
        raise forms.ValidationError("Take out the characters that cannot be seen: one of them is not text.")


class EventForm(AreaRecordForm):
    start_day = forms.DateField(label="Date", widget=AdminDateInput)
    start_time = forms.TimeField(label="Starts at", required=False, widget=AdminTimeInput)
    end_day = forms.DateField(
        label="Ends on", required=False, widget=AdminDateInput, help_text="Leave empty when it ends on the same day."
    )
    end_time = forms.TimeField(label="Ends at", required=False, widget=AdminTimeInput)
    why = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed when a published event is cancelled, postponed or moved. The public reads it.",
    )

    tells = forms.BooleanField(
        label="Write to everybody who has booked",
        required=False,
        help_text="For a new date or place, or when it is called off. Nobody hears of corrections.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.instance
        self._would_be_told = decisions.how_many_would_be_told(event) if event.pk else 0
        if not self._would_be_told:
            self.fields.pop("tells", None)
        if event.starts_at is not None:
            self.initial["start_day"] = event.first_day
            self.initial["end_day"] = event.last_day if event.last_day != event.first_day else None
            if event.times_stated:
                self.initial["start_time"] = event.starts_at.astimezone(LONDON).time()
                self.initial["end_time"] = event.ends_at.astimezone(LONDON).time()
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField):
                field.validators.append(can_be_subject if name == "title" else can_be_seen)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "districts" in self.fields and "site" in self.fields:
            self.fields["districts"].queryset = District.objects.filter(site__in=self.fields["site"].queryset)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("description", "agenda", "note"):
            if not strip_tags(cleaned.get(name) or "").strip():
                cleaned[name] = ""  # the editor sends an empty paragraph, which would be given a heading
        cleaned["title"] = " ".join((cleaned.get("title") or "").split())
        self._clean_times(cleaned)
        self._clean_area(cleaned)
        self._clean_people(cleaned)
        if not cleaned.get("slug") and cleaned.get("title") and cleaned.get("start_day"):
            cleaned["slug"] = free_slug(site=cleaned.get("site"), title=cleaned["title"], day=cleaned["start_day"])
        self._clean_decision(cleaned)
        return cleaned

    # When

    def _clean_times(self, cleaned: dict[str, Any]) -> None:
        day, precision = cleaned.get("start_day"), cleaned.get("precision") or Precision.DAY
        if day is None or self.errors.keys() & {"start_time", "end_day", "end_time"}:
            return
        for name in ("start_day", "end_day"):
            if cleaned.get(name) and cleaned[name].year not in YEARS:
                self.add_error(name, "Check the year.")
                return
        times = cleaned.get("start_time"), cleaned.get("end_time")
        if (times[0] is None) != (times[1] is None):
            missing = "end_time" if times[1] is None else "start_time"
            self.add_error(missing, "Give both times. Only a past event may leave out both.")
            return
        self.instance.times_stated = times[0] is not None
        if not self.instance.times_stated:
            self._set_bounds(*bounds(day, cleaned.get("end_day"), precision))
            self._clean_history(cleaned)
        elif precision != Precision.DAY:
            self.add_error("precision", "Choose “Day”: the times are for one day.")
        else:
            self._clean_clocks(cleaned)

    def _clean_clocks(self, cleaned: dict[str, Any]) -> None:
        moments = []
        for part, day in (("start", cleaned["start_day"]), ("end", cleaned.get("end_day") or cleaned["start_day"])):
            try:
                moments.append(london_moment(day, cleaned[f"{part}_time"]))
            except ClockChange as refusal:
                self.add_error(f"{part}_time", str(refusal))
        if len(moments) < 2:
            return
        start, end = moments
        length = end - start
        if length <= dt.timedelta(0):
            self.add_error("end_time", "It must end after it starts.")
        elif length > LONGEST:
            hours = length / dt.timedelta(hours=1)
            self.add_error(
                "end_time",
                f"It would last {hours:.0f} hours. Check the end; if it goes on for days, add an event for each day.",
            )
        else:
            self._set_bounds(start, end)
            self._clean_history(cleaned)

    def _set_bounds(self, start: dt.datetime, end: dt.datetime) -> None:
        if end <= start:
            self.add_error("end_day", "It must end on the day it starts, or later.")
            return
        self.instance.starts_at, self.instance.ends_at = start, end

    def _clean_history(self, cleaned: dict[str, Any]) -> None:
        """What is past may be vague, and must say how it is known; what is coming is neither."""
        if self.instance.ends_at is None:
            return
        is_past = self.instance.ends_at <= timezone.now()
        if not is_past and not self.instance.times_stated:
            self.add_error("start_time", "Give the times. Only a past event may leave them out.")
        is_changed = self.instance.pk is None or {"start_day", "end_day", "start_time", "end_time"} & {
            *self.changed_data
        }
        if is_past and is_changed and not cleaned.get("source"):
            self.add_error(
                "start_day",
                "This date is past. Choose a day to come, or say under “Source” where the past event is recorded.",
            )

    # What belongs to the area

    def _clean_area(self, cleaned: dict[str, Any]) -> None:
        site = cleaned.get("site") or (self.instance.site if self.instance.site_id else None)
        if site is None:
            return
        refusal = "Choose one of your own area."
        for name in ("sector", "consultation"):
            if not _is_of(site, cleaned.get(name)):
                self.add_error(name, refusal)
        if not all(_is_of(site, district) for district in cleaned.get("districts") or []):
            self.add_error("districts", refusal)
        for table, name in (("subjects", "page"), ("papers", "document"), ("people_by_district", "district")):
            for line in self._lines(table):
                if not _is_of(site, line.cleaned_data.get(name)):
                    line.add_error(name, refusal)

    def _lines(self, name: str) -> list[Any]:
        """The filled-in, valid lines of a table of the form."""
        formset = self.formsets.get(name)
        if formset is None or not formset.is_bound:
            return []
        return [line for line in formset.forms if line.is_valid() and not line.cleaned_data.get("DELETE")]

    # Afterwards

    def _clean_people(self, cleaned: dict[str, Any]) -> None:
        came = cleaned.get("attendance")
        if came is not None and self.instance.ends_at and self.instance.ends_at > timezone.now():
            self.add_error("attendance", "The event is not over yet. Record who came afterwards.")
        for name, words in (("people_by_kind", "kind of organisation"), ("people_by_district", "district")):
            counted = sum(line.cleaned_data.get("people") or 0 for line in self._lines(name))
            if counted and (came is None or counted > came):
                self.add_error("attendance", f"The counts by {words} come to {counted}: more than came. Correct one.")

    def _clean_decision(self, cleaned: dict[str, Any]) -> None:
        if self.errors or self.instance.pk is None:
            return
        before = Event.objects.get(pk=self.instance.pk)
        after = Event(**{name: cleaned.get(name, getattr(self.instance, name)) for name in decisions.MATERIAL})
        published = before.is_published and cleaned.get("is_published")
        if not (published and decisions.is_material(before, after)):
            return
        if not cleaned.get("why", "").strip():
            self.add_error("why", str(decisions.ReasonMissing()))
        elif self._would_be_told and not cleaned.get("tells"):
            people = "1 person has" if self._would_be_told == 1 else f"{self._would_be_told} people have"
            self.add_error("tells", f"{people} booked and will be written to at once. Tick to go on.")

    def save(self, commit: bool = True) -> Any:
        if not commit:
            return super().save(commit=False)
        decisions.save_event(
            event=self.instance,
            why=self.cleaned_data.get("why", ""),
            by=self.for_user,
            now=timezone.now(),
            save=super().save,
        )
        return self.instance


def _is_of(site: Site, thing: Page | District | SiteDocument | None) -> bool:
    """Whether a page, a district or a document belongs to the area; None belongs anywhere."""
    if isinstance(thing, Page):
        return bool(thing.path.startswith(site.root_page.path))
    if isinstance(thing, District):
        return bool(thing.site_id == site.pk)
    if thing is None:
        return True
    collection = AreaSettings.for_site(site).collection
    return collection is None or bool(thing.collection.path.startswith(collection.path))


def bounds(first: dt.date, last: dt.date | None, precision: str) -> tuple[dt.datetime, dt.datetime]:
    """The moments between which something happened of which the day, month, season or year is known."""
    months = {Precision.MONTH: 1, Precision.SEASON: 3, Precision.YEAR: 12}.get(Precision(precision))
    if months is None:
        end = (last or first) + dt.timedelta(days=1)
    else:
        first = first.replace(day=1, month=1 if months == 12 else first.month)
        year, month = divmod(first.month - 1 + months - 1, 12)
        last_day = calendar.monthrange(first.year + year, month + 1)[1]
        end = dt.date(first.year + year, month + 1, last_day) + dt.timedelta(days=1)
    return tuple(dt.datetime.combine(day, dt.time.min, tzinfo=LONDON) for day in (first, end))  # type: ignore[return-value]
