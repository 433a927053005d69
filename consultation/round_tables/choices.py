"""The short lists of round tables, and which states of a booking mean what."""

from django.db import models


class State(models.TextChoices):
    """Where a round table stands. Computed from its dates, its event and its seats; never stored."""

    DRAFT = "draft", "Draft"
    SCHEDULED = "scheduled", "Booking opens later"
    OPEN = "open", "Open"
    FULL = "full", "Full, with a waiting list"
    CLOSED = "closed", "Booking is closed"
    POSTPONED = "postponed", "Postponed"
    CANCELLED = "cancelled", "Cancelled"
    FINISHED = "finished", "Over"
    REPORTED = "reported", "Over, and the note is published"


class Band(models.TextChoices):
    """How many places are left, as a page says it that caches may keep."""

    AVAILABLE = "available", "Places available"
    FEW = "few", "Few places left"
    FULL = "full", "Full: join the waiting list"


class Promotion(models.TextChoices):
    OFFER = "offer", "Offer it, with a time to answer"
    AUTOMATIC = "automatic", "Give it at once"
    BY_HAND = "by_hand", "Staff decide each time"


class SeatMode(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"


class ShownAs(models.TextChoices):
    """What the page of the session says of somebody who is coming. Nothing, unless they choose it."""

    NOTHING = "", "No"
    ORGANISATION = "organisation", "Yes, the name of my organisation"
    NAME = "name", "Yes, my name and organisation"


class BookingState(models.TextChoices):
    PENDING = "pending", "To be confirmed by e-mail"
    CONFIRMED = "confirmed", "Confirmed"
    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "Offered a place"
    CANCELLED = "cancelled", "Cancelled"
    EXPIRED = "expired", "Not confirmed in time"
    QUARANTINED = "quarantined", "Set aside as automatic"
    ATTENDED = "attended", "Came"
    NO_SHOW = "no_show", "Did not come"


# Those of which one person can have only one for a round table.
ACTIVE = (
    BookingState.PENDING,
    BookingState.CONFIRMED,
    BookingState.WAITING,
    BookingState.OFFERED,
    BookingState.ATTENDED,
    BookingState.NO_SHOW,
)
# Those that have a seat. PENDING has one too, unless it is to be confirmed for the waiting list.
SEATED = (BookingState.CONFIRMED, BookingState.OFFERED, BookingState.ATTENDED, BookingState.NO_SHOW)
# Those who mean to come, and are told when the event changes.
COMING = (BookingState.CONFIRMED, BookingState.WAITING, BookingState.OFFERED)


class Step(models.TextChoices):
    """What happened to a booking."""

    ASKED = "asked", "Asked for a place"
    ASKED_TO_WAIT = "asked_to_wait", "Asked for the waiting list"
    SET_ASIDE = "set_aside", "Set aside as automatic"
    LET_IN = "let_in", "Taken for a person after all"
    CONFIRMED = "confirmed", "Confirmed"
    LAPSED = "lapsed", "Not confirmed in time"
    JOINED = "joined", "Joined the waiting list"
    LEFT = "left", "Left the waiting list"
    OFFERED = "offered", "Was offered a place"
    ACCEPTED = "accepted", "Accepted the offer"
    DECLINED = "declined", "Declined the offer"
    OFFER_LAPSED = "offer_lapsed", "Did not answer the offer in time"
    PROMOTED = "promoted", "Was given a place from the waiting list"
    PRIORITY = "priority", "Priority on the waiting list changed"
    CHANGED = "changed", "Details changed"
    SUBSTITUTED = "substituted", "Passed to a colleague"
    EMAIL_ASKED = "email_asked", "Asked for another e-mail address"
    EMAIL_CHANGED = "email_changed", "E-mail address changed"
    MOVED = "moved", "Moved to another session"
    CANCELLED = "cancelled", "Cancelled"
    WRITTEN_TO = "written_to", "Staff wrote to them"
    SENT_AGAIN = "sent_again", "The e-mail with the link was sent again"
    ADDED = "added", "Added by staff"
    INVITED = "invited", "Was invited by staff"
    OVERBOOKED = "overbooked", "Added by staff beyond the seats"
    CHECKED_IN = "checked_in", "Checked in"
    CHECK_IN_UNDONE = "check_in_undone", "Check-in undone"
    WALKED_IN = "walked_in", "Came without a booking"
    NO_SHOW = "no_show", "Did not come"
    NO_SHOW_UNDONE = "no_show_undone", "Came after all"
    ERASED = "erased", "Personal details erased"


class TableStep(models.TextChoices):
    """What staff did to a round table."""

    RESIZED = "resized", "Seats changed"
    CLOSED = "closed", "Booking closed"
    REOPENED = "reopened", "Booking opened again"


class EndedBy(models.TextChoices):
    PERSON = "person", "The person"
    STAFF = "staff", "Staff"
    EVENT = "event", "The event was called off"


class NeedState(models.TextChoices):
    OPEN = "open", "To be arranged"
    IN_HAND = "in_hand", "In hand"
    CONFIRMED = "confirmed", "Confirmed to the person"
    ERASED = "erased", "Erased"
