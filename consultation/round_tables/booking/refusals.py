"""Why a booking was refused. Each text may be read by the public; those for staff say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consultation.round_tables.models import Booking, RoundTable


class Refused(Exception):
    """What was asked cannot be done; the text says why, and what to do instead."""


class NotBookable(Refused):
    """Booking is not open: too early, too late, closed, or the event is off."""

    def __init__(self, round_table: RoundTable) -> None:
        self.round_table = round_table
        super().__init__(f"Booking for “{round_table.event.title}” is not open now. Nothing was booked.")


class Full(Refused):
    """No place was left in the mode asked for, and the person had not asked for the waiting list."""

    def __init__(self, round_table: RoundTable) -> None:
        self.round_table = round_table
        super().__init__(
            f"“{round_table.event.title}” is full now. Choose the waiting list or another session. Nothing was booked."
        )


class OrganisationHasItsPlaces(Full):
    """The organisation has as many places as one may have."""

    def __init__(self, round_table: RoundTable) -> None:
        super().__init__(round_table)
        most = round_table.max_per_organisation or 0
        people = "one person" if most == 1 else f"{most} people"
        words = (
            f"“{round_table.event.title}” takes at most {people} from one organisation, and yours has its places. You "
            "can join the waiting list. Nothing was booked."
        )
        self.args = (words,)


class NoSuchMode(Refused):
    def __init__(self, round_table: RoundTable) -> None:
        self.round_table = round_table
        super().__init__(f"“{round_table.event.title}” is not held that way. Choose how you will take part.")


class AlreadyBooked(Refused):
    """Only where the person, or staff, may know: behind a signed link or in the admin."""

    def __init__(self, round_table: RoundTable) -> None:
        super().__init__(f"That e-mail address already has a booking for “{round_table.event.title}”.")


class TooLate(Refused):
    """The list is frozen, or the time to do it online is over."""


class NotInThatState(Refused):
    """The booking is not in a state in which that makes sense."""

    def __init__(self, booking: Booking, words: str = "") -> None:
        state = booking.get_state_display().lower()
        super().__init__(words or f"That cannot be done with this booking now: it is “{state}”.")


class OfferOver(Refused):
    def __init__(self) -> None:
        super().__init__("This offer is over. It was answered already, its time has passed, or the session has begun.")


class ReasonNeeded(Refused):
    """For staff."""

    def __init__(self) -> None:
        super().__init__("Say why. It is kept with the booking.")


class WouldOverbook(Refused):
    """For staff: a place beyond the seats needs an explicit choice and a reason."""

    def __init__(self, round_table: RoundTable) -> None:
        super().__init__(
            f"“{round_table.event.title}” has no free seat of that kind. Tick “beyond the seats” and say why, or put "
            "the person on the waiting list."
        )
