"""Counts: every closed question as table and chart, by any other, with and without campaigns; and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from consultation.analysis import campaigns
from consultation.analysis.charts import Bars, Days
from consultation.analysis.flow import by_day, flow_of
from consultation.analysis.tables import Axis, axes_of, table
from consultation.analysis.tallies import bits_of
from consultation.analysis.tallying import MADE_UP, Bits
from consultation.analysis.views.rights import may_work_on, survey_to_read
from consultation.surveys.models import Survey
from consultation.surveys.versions import questionnaire_of


@dataclass(frozen=True)
class Chosen:
    """What the page is asked to show. What it does not know is left out: an old address still works."""

    by: Axis | None
    only: tuple[tuple[Axis, str], ...]
    without_campaigns: bool
    with_synthetic: bool

    @classmethod
    def read(cls, asked: QueryDict, axes: list[Axis], *, only_synthetic: bool) -> Chosen:
        wanted = set(asked.getlist("only"))
        return cls(
            by=next((axis for axis in axes if axis.key == asked.get("by")), None),
            only=tuple((axis, name) for axis in axes for name, _label in axis.options if name in wanted),
            without_campaigns=asked.get("campaigns") == "without",
            with_synthetic=only_synthetic or "all" in asked,
        )

    def mask(self, bits: Bits, in_campaigns: int) -> int:
        """Any of what is chosen of one question, and of each question something."""
        mask = bits.all
        for _axis, names in groupby(self.only, key=lambda pair: pair[0].key):
            wanted = 0
            for _one, name in names:
                wanted |= bits.of(name)
            mask &= wanted
        if not self.with_synthetic:
            mask &= ~bits.of(MADE_UP)
        return mask & ~in_campaigns if self.without_campaigns else mask


def _axes(survey: Survey, bits: Bits) -> list[Axis]:
    return axes_of([questionnaire_of(one) for one in survey.versions.published()], bits)


@never_cache
def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    survey = survey_to_read(request.user, pk)
    bits, as_at, is_current = bits_of(survey, timezone.now())
    axes = _axes(survey, bits)
    only_synthetic = survey.is_demonstration and bits.of(MADE_UP) == bits.all
    chosen = Chosen.read(request.GET, axes, only_synthetic=only_synthetic)
    in_campaigns = bits.those(campaigns.members_of(survey))
    mask = chosen.mask(bits, in_campaigns)
    tables = [table(bits, axis, mask, chosen.by if axis != chosen.by else None) for axis in axes]
    return render(
        request,
        "wagtailadmin/analysis/numbers.html",
        {
            **frame(request, survey, "numbers"),
            "axes": axes,
            "chosen": chosen,
            "chosen_names": {name for _axis, name in chosen.only},
            "tables": [(one, Bars.of(one)) for one in tables],
            "responses": mask.bit_count(),
            "in_campaigns": in_campaigns.bit_count(),
            "made_up": bits.of(MADE_UP).bit_count(),
            "as_at": as_at,
            "is_current": is_current,
        },
    )


@never_cache
def flow(request: HttpRequest, pk: int) -> HttpResponse:
    survey = survey_to_read(request.user, pk)
    days = by_day(survey, with_synthetic=survey.is_demonstration)
    found = flow_of(survey)
    context = frame(request, survey, "flow") | {"flow": found, "days": days, "chart": Days.of(days)}
    return render(request, "wagtailadmin/analysis/flow.html", context)


def frame(request: HttpRequest, survey: Survey, here: str) -> dict[str, Any]:
    """What stands around each of these pages."""
    return {"survey": survey, "here": here, "can_change": may_work_on(request.user, survey)}
