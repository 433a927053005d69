"""Partnerships as the search sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from wagtail.models import Site

from strategy.findable import Findable
from strategy.models.partnership import Partnership
from strategy.models.tracker import TrackerPage


def public_partnerships(site: Site, now: dt.datetime) -> Iterator[Findable]:
    """Those of the area, if everybody may read its tracker."""
    if not TrackerPage.objects.child_of(site.root_page).live().public().exists():
        return
    for one in Partnership.objects.filter(site=site).with_all():
        words = [one.successor_body, *(theme.name for theme in one.themes), *(link.title for link in one.links.all())]
        for strategy in one.strategies.all():
            words += [
                strategy.title,
                strategy.summary,
                strategy.lead_body,
                *(str(link) for link in strategy.links.all()),
            ]
        yield Findable(
            key=str(one.pk), title=one.name, url=one.get_absolute_url(), summary=one.about, text=" ".join(words)
        )
