"""The seats of a round table. The counters here are the lock: nothing else decides who gets the last one."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Greatest

from consultation.participants.models.organisation import Kind
from consultation.round_tables.choices import SeatMode


class SeatPoolQuerySet(models.QuerySet[Any]):
    def open_to_all(self, now: dt.datetime) -> Self:
        """Those that are for everybody at `now`: never reserved, or released by then."""
        return self.filter(models.Q(kind="") | models.Q(released_at__lte=now))


class SeatPool(models.Model):
    """The seats of one mode, for everybody or for one kind of organisation until they are released.

    `taken` counts the bookings that have one of these seats, holds and offers included. It passes `capacity` only with
    `over`, which says by how many: staff overbooked, or made the room smaller. Changed by statements of
    `booking.seats`, never by saving.
    """

    round_table = models.ForeignKey("consultation.RoundTable", on_delete=models.CASCADE, related_name="pools")
    mode = models.CharField(
        max_length=12, choices=SeatMode.choices, default=SeatMode.IN_PERSON, verbose_name="how it is attended"
    )
    kind = models.CharField(
        max_length=20,
        choices=Kind.choices,
        blank=True,
        verbose_name="reserved for",
        help_text="A kind of organisation. Leave empty for the seats that are for everybody.",
    )
    released_at = models.DateTimeField(
        null=True,
        blank=True,
        verbose_name="released at",
        help_text="From then on, reserved seats that are left are for everybody.",
    )
    capacity = models.PositiveIntegerField(verbose_name="seats")
    taken = models.PositiveIntegerField(default=0, editable=False)
    over = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(SeatPoolQuerySet)()

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes

    class Meta:
        verbose_name = "seats"
        verbose_name_plural = "seats"
        ordering: ClassVar[list[str]] = ["mode", "kind", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["round_table", "mode", "kind"],
                name="seat_pool_once",
                violation_error_message="Those seats are listed already. Change their number there.",
            ),
            # The promise: one more booking than there are seats cannot be written by accident.
            models.CheckConstraint(
                condition=models.Q(over=Greatest(models.F("taken") - models.F("capacity"), models.Value(0))),
                name="seat_pool_not_oversold",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="", released_at=None) | ~models.Q(kind=""),
                name="seat_pool_releases_reserved",
                violation_error_message="Only reserved seats are released. Choose a kind, or leave the time empty.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_mode_display()}, {self.get_kind_display() if self.kind else 'for everybody'}"

    def clean(self) -> None:
        if self.kind and self.released_at is None:
            raise ValidationError({"released_at": "Say when the seats that are left are released to everybody."})

    @property
    def free(self) -> int:
        return max(self.capacity - self.taken, 0)

    def is_open_to_all(self, now: dt.datetime) -> bool:
        return not self.kind or (self.released_at is not None and self.released_at <= now)
