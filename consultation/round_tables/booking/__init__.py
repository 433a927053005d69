"""The rules of booking: everything that changes a row. Views, staff's screens and the clock call the same functions.

Each is keyword-only, in a transaction, given `now`, and raises a Refused whose text may be read by whoever asked.
"""

from consultation.round_tables.booking.asking import (
    confirm,
    expire_holds,
    hold_begins,
    let_in,
    refuse_if_full,
    reserve,
)
from consultation.round_tables.booking.called_off import hear_of, how_many_would_be_told
from consultation.round_tables.booking.changing import (
    ask_again,
    ask_new_email,
    cancel,
    change_details,
    change_email,
    move,
    substitute,
)
from consultation.round_tables.booking.desk import add_by_hand, close, copy_to, message, reopen, resize, send_again
from consultation.round_tables.booking.door import (
    check_in,
    no_show,
    record_attendance,
    record_everywhere,
    undo_check_in,
    undo_no_show,
    walk_in,
)
from consultation.round_tables.booking.needs import confirm_back, take_on
from consultation.round_tables.booking.refusals import (
    AlreadyBooked,
    Full,
    NoSuchMode,
    NotBookable,
    NotInThatState,
    OfferOver,
    OrganisationHasItsPlaces,
    ReasonNeeded,
    Refused,
    TooLate,
    WouldOverbook,
)
from consultation.round_tables.booking.reminding import remind
from consultation.round_tables.booking.waiting import (
    Promoted,
    accept,
    expire_offers,
    leave,
    offer_deadline,
    prioritise,
    promote,
    promote_by_hand,
    promote_everywhere,
    why_nobody,
)
from consultation.round_tables.booking.wishes import Details, Wish

__all__ = [
    "AlreadyBooked",
    "Details",
    "Full",
    "NoSuchMode",
    "NotBookable",
    "NotInThatState",
    "OfferOver",
    "OrganisationHasItsPlaces",
    "Promoted",
    "ReasonNeeded",
    "Refused",
    "TooLate",
    "Wish",
    "WouldOverbook",
    "accept",
    "add_by_hand",
    "ask_again",
    "ask_new_email",
    "cancel",
    "change_details",
    "change_email",
    "check_in",
    "close",
    "confirm",
    "confirm_back",
    "copy_to",
    "expire_holds",
    "expire_offers",
    "hear_of",
    "hold_begins",
    "how_many_would_be_told",
    "leave",
    "let_in",
    "message",
    "move",
    "no_show",
    "offer_deadline",
    "prioritise",
    "promote",
    "promote_by_hand",
    "promote_everywhere",
    "record_attendance",
    "record_everywhere",
    "refuse_if_full",
    "remind",
    "reopen",
    "reserve",
    "resize",
    "send_again",
    "substitute",
    "take_on",
    "undo_check_in",
    "undo_no_show",
    "walk_in",
    "why_nobody",
]
