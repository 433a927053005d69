"""Takes and gives back seats. One conditional statement is the lock, and a CHECK of the table is behind it.

The row of the seats stays locked until the transaction ends, so take a seat late in it. So that nobody waits for each
other: bookings are locked before seats; round tables are gone through in the order of their keys; and whoever will
touch more than one row of seats of one of them, as whatever ends in a promotion does, locks them all first (`lock`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection

from consultation.round_tables.models import SeatPool

# Seats reserved for the person's kind come first, then those for everybody, then reserved ones that were released.
# Nobody overtakes the waiting list, except onto a seat that is reserved for them and that nobody there could have.
# The inner FOR UPDATE waits for whoever is at the row, and looks again at the next row when the seat is gone.
_TAKE = """
    UPDATE consultation_seatpool SET taken = taken + 1
    WHERE taken < capacity AND id = (
        SELECT pool.id FROM consultation_seatpool pool
        WHERE pool.round_table_id = %(round_table)s AND pool.mode = %(mode)s AND pool.taken < pool.capacity
            AND (pool.kind IN ('', %(kind)s) OR pool.released_at <= %(now)s)
            AND (
                %(is_next)s
                OR (pool.kind <> '' AND pool.kind = %(kind)s AND pool.released_at > %(now)s)
                OR NOT EXISTS (
                    SELECT FROM consultation_booking waiting
                    WHERE waiting.round_table_id = pool.round_table_id AND waiting.mode = pool.mode
                        AND waiting.state = 'waiting'
                )
            )
        ORDER BY (pool.kind <> '' AND pool.kind = %(kind)s) DESC, (pool.kind = '') DESC, pool.id
        LIMIT 1 FOR UPDATE
    )
    RETURNING id
"""
_TAKE_FOR = f"""
    WITH seats AS ({_TAKE})
    UPDATE consultation_booking booking SET pool_id = seats.id FROM seats WHERE booking.id = %(booking)s
    RETURNING pool_id
"""  # noqa: S608  nothing of it was typed by anybody
_TAKE_BEYOND = """
    UPDATE consultation_seatpool SET taken = taken + 1, over = GREATEST(taken + 1 - capacity, 0)
    WHERE id = (
        SELECT id FROM consultation_seatpool
        WHERE round_table_id = %(round_table)s AND mode = %(mode)s ORDER BY kind, id LIMIT 1
    )
    RETURNING id
"""
_GIVE_BACK = """
    UPDATE consultation_seatpool SET taken = taken - 1, over = GREATEST(taken - 1 - capacity, 0) WHERE id = %s
"""
_RESIZE = """
    UPDATE consultation_seatpool SET capacity = %(capacity)s, over = GREATEST(taken - %(capacity)s, 0) WHERE id = %(id)s
"""


def take(
    *, round_table: int, mode: str, kind: str, now: dt.datetime, is_next: bool = False, booking: int | None = None
) -> int | None:
    """The key of the seats of which one was taken, or None when none is left for that mode and kind of organisation.

    `is_next` for whoever is first on the waiting list: others do not get past it. `booking` is the key of a row that
    is given the seat. One statement.
    """
    given: dict[str, Any] = {"round_table": round_table, "mode": mode, "kind": kind, "now": now, "is_next": is_next}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE if booking is None else _TAKE_FOR, given | {"booking": booking})
        row = cursor.fetchone()
    return row[0] if row else None


def take_beyond(*, round_table: int, mode: str) -> int | None:
    """As `take`, whether or not a seat is left; None when there are no seats of that mode. For staff."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BEYOND, {"round_table": round_table, "mode": mode})
        row = cursor.fetchone()
    return row[0] if row else None


def give_back(pool: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, [pool])


def set_capacity(pool: int, capacity: int) -> None:
    """Fewer than are taken leaves `over`: nobody loses a seat by it."""
    with connection.cursor() as cursor:
        cursor.execute(_RESIZE, {"capacity": capacity, "id": pool})


def lock(round_tables: Collection[int]) -> None:
    """Lock all seats of these, in one order, until the transaction ends."""
    rows = SeatPool.objects.select_for_update().filter(round_table__in=round_tables).order_by("round_table_id", "pk")
    list(rows.values_list("pk", flat=True))
