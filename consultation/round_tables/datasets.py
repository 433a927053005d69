"""Round tables as data: how many seats there are, when they can be booked, and in bands how many are left.

How many people have booked is told by no number: who came is, once it is counted, with the events.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from wagtail.models import Site

from consultation.round_tables.choices import SeatMode, State
from consultation.round_tables.models import RoundTable
from strategy.open_data import Dataset, Row, columns

_TAKING = (State.OPEN, State.FULL)


def _round_tables(site: Site, now: dt.datetime) -> Iterator[Row]:
    """Two queries for each five hundred."""
    public = RoundTable.objects.public().filter(site=site).with_places().order_by("event__starts_at", "pk")
    for one in public.iterator(chunk_size=500):
        state, pools = one.state_at(now), list(one.pools.all())
        seats = {mode: sum(pool.capacity for pool in pools if pool.mode == mode) for mode in SeatMode}
        yield {
            "event": one.event.slug,
            "title": one.event.title,
            "booking opens": one.opens_at,
            "booking closes": one.closes_at,
            "state": str(state.label),
            "seats": sum(seats.values()),
            "seats in person": seats[SeatMode.IN_PERSON],
            "seats online": seats[SeatMode.ONLINE],
            "places left": str(one.band_at(now).label) if state in _TAKING else None,
            "is demonstration": one.event.is_demonstration,
            "address": f"{site.root_url}{one.get_absolute_url()}",
        }


DATASETS = (
    Dataset(
        "round-tables",
        "Round tables",
        "Events with seats to book: when, and how many seats there are.",
        columns(
            ("event", "Short name of the event"),
            ("title", "Its name"),
            ("booking opens", "Moment from which places can be booked", "date"),
            ("booking closes", "Moment from which they cannot", "date"),
            ("state", "Where it stands now"),
            ("seats", "How many there are in all", "number"),
            ("seats in person", "How many of them are in the room", "number"),
            ("seats online", "How many of them are online", "number"),
            ("places left", "Whether there are some, a few or none, while they can be booked"),
            ("is demonstration", "Whether it only shows how the site works", "boolean"),
            ("address", "Its page", "address"),
        ),
        _round_tables,
    ),
)
