"""Any sequence of what people, staff and the clock do, against a model of two dozen lines that anybody can check."""

import datetime as dt
from collections import Counter

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from consultation.round_tables import booking
from consultation.round_tables.models import Booking
from tests.consultation.events.factories import london
from tests.consultation.round_tables.factories import NOW, again, ask, make_round_table, seats_are_counted
from tests.strategy.factories import make_area

PEOPLE = st.sampled_from(["jane", "sam", "ali", "kim", "lou"])
TABLES = st.sampled_from([0, 1])
SEATS = st.integers(0, 2)
NTH = st.integers(0, 9)


class Model:
    """One round table as the rules describe it: who has a seat, and in which order the others wait."""

    def __init__(self, capacity):
        self.capacity, self.is_closed = capacity, False
        self.seats: dict[str, str] = {}  # who has a seat, and in which state
        self.waiting: list[str] = []
        self.unconfirmed: set[str] = set()  # asked for the waiting list, or confirmed too late
        self.pending: set[str] = set()  # those of the unconfirmed that count as active

    @property
    def has_room(self):
        return len(self.seats) < self.capacity

    def is_active(self, who):
        return who in self.seats or who in self.waiting or who in self.pending

    def ask(self, who):
        self.unconfirmed.discard(who)
        if self.has_room and not self.waiting:
            self.seats[who] = "pending"
        else:
            self.unconfirmed.add(who)
            self.pending.add(who)

    def confirm(self, who):
        if self.seats.get(who) == "pending":
            self.seats[who] = "confirmed"
        elif who in self.unconfirmed and not self.is_closed:
            self.unconfirmed.discard(who)
            self.pending.discard(who)
            if self.has_room and not self.waiting:
                self.seats[who] = "confirmed"
            else:
                self.waiting.append(who)
                self.promote()

    def leave(self, who):
        """Whatever they had, they have it no more."""
        self.unconfirmed.discard(who)
        self.pending.discard(who)
        if who in self.waiting:
            self.waiting.remove(who)
        if self.seats.pop(who, None):
            self.promote()

    def lapse(self, state):
        lapsed = [who for who, has in self.seats.items() if has == state]
        for who in lapsed:
            del self.seats[who]
            if state == "pending":
                self.unconfirmed.add(who)
        if lapsed:
            self.promote()
        if state == "pending":
            self.pending.clear()

    def promote(self):
        while self.has_room and self.waiting and not self.is_closed:
            self.seats[self.waiting.pop(0)] = "offered"


class Machine(RuleBasedStateMachine):
    @initialize(first=SEATS, second=SEATS)
    def begin(self, first, second):
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()
        area, self.now = make_area(), NOW
        far = london(2034, 5, 14, 10)
        self.tables = [make_round_table(area, seats, starts_at=far) for seats in (first, second)]
        self.models = [Model(first), Model(second)]
        for who in ("jane", "sam", "ali"):  # so that it begins with people who have a place, and people who wait
            self.ask_and_confirm(0, who)

    def teardown(self):
        if hasattr(self, "sandbox"):
            transaction.set_rollback(True)
            self.sandbox.__exit__(None, None, None)

    def latest(self, at, who):
        found = Booking.objects.filter(round_table=self.tables[at], contact__email=f"{who}@example.org")
        return found.order_by("-pk").first()

    @rule(at=TABLES, who=PEOPLE)
    def ask(self, at, who):
        model = self.models[at]
        try:
            ask(self.tables[at], who, now=self.now)
        except booking.NotBookable:
            assert model.is_closed
        except Booking.DoesNotExist:  # booked already: the request has no booking of its own
            assert model.is_active(who)
        else:
            assert not model.is_closed
            if not model.is_active(who):
                model.ask(who)

    def somebody(self, at, nth):
        """One of those who have something there, and their latest booking; nobody when nobody has."""
        model = self.models[at]
        people = [*model.seats, *model.waiting, *sorted(model.unconfirmed)]
        who = people[nth % len(people)] if people else ""
        return who, self.latest(at, who)

    @rule(at=TABLES, nth=NTH)
    def confirm(self, at, nth):
        self.confirm_for(at, *self.somebody(at, nth))

    @rule(at=TABLES, who=PEOPLE)
    def ask_and_confirm(self, at, who):
        self.ask(at, who)
        self.confirm_for(at, who, self.latest(at, who))

    def confirm_for(self, at, who, found):
        if found is None:
            return
        try:
            booking.confirm(request=found.request, now=self.now)
        except booking.NotBookable:
            assert self.models[at].is_closed
        else:
            self.models[at].confirm(who)

    @rule(at=TABLES, nth=NTH)
    def cancel(self, at, nth):
        who, found = self.somebody(at, nth)
        if found is None or found.state == "expired":
            return
        if found.state in ("waiting", "offered"):
            booking.leave(booking=found, now=self.now)
        else:
            booking.cancel(booking=found, now=self.now)
        self.models[at].leave(who)

    @rule(at=TABLES, nth=NTH)
    def a_place_is_given_up(self, at, nth):
        """Cancelling again, so that it is drawn as often as booking."""
        self.cancel(at, nth)

    @rule(at=TABLES, nth=NTH)
    def accept(self, at, nth):
        who, found = self.somebody(at, nth)
        if found is None or found.offered_at is None:
            return
        try:
            booking.accept(booking=found, now=self.now)
        except booking.OfferOver:
            assert self.models[at].seats.get(who) != "offered"
        else:
            self.models[at].seats[who] = "confirmed"

    @rule(at=TABLES, nth=NTH)
    def move(self, at, nth):
        here, there = self.models[at], self.models[1 - at]
        who, found = self.somebody(at, nth)
        if found is None or found.state != "confirmed":
            return
        try:
            booking.move(booking=found, to=self.tables[1 - at], now=self.now)
        except booking.NotBookable:
            assert there.is_closed
        except booking.AlreadyBooked:
            assert there.is_active(who)
        except booking.Full:
            assert not there.has_room or there.waiting
        else:
            there.unconfirmed.discard(who)
            there.seats[who] = "confirmed"
            here.leave(who)

    @rule(at=TABLES, seats=SEATS)
    def resize(self, at, seats):
        pool = booking.resize(round_table=self.tables[at], mode="in_person", capacity=seats, by=None, now=self.now)
        self.models[at].capacity = seats
        assert pool.over == max(0, len(self.models[at].seats) - seats)
        self.models[at].promote()

    @rule(at=TABLES)
    def close_or_reopen(self, at):
        model = self.models[at]
        change = booking.reopen if model.is_closed else booking.close
        change(round_table=self.tables[at], by=None, now=self.now)
        model.is_closed = not model.is_closed
        model.promote()

    @rule()
    def holds_lapse(self):
        self.now += dt.timedelta(hours=4)
        booking.expire_holds(self.now)
        for model in self.models:
            model.lapse("pending")

    @rule()
    def offers_lapse(self):
        """All offers of now; the places are offered again, and those new offers stand."""
        self.now += dt.timedelta(days=4)
        booking.expire_holds(self.now)
        for model in self.models:
            model.lapse("pending")
        offered = [sorted(who for who, has in model.seats.items() if has == "offered") for model in self.models]
        lapsed = Booking.objects.lapsed_offers(self.now).count()
        booking.expire_offers(self.now)
        for model, people in zip(self.models, offered, strict=True):
            standing = {who for who in people if again(self.latest(self.models.index(model), who)).state == "offered"}
            for who in people:
                if who not in standing:
                    del model.seats[who]
            model.promote()
        assert lapsed >= 0

    @invariant()
    def the_database_and_the_model_agree(self):
        if not hasattr(self, "models"):
            return
        seats_are_counted(*self.tables)
        for table, model in zip(self.tables, self.models, strict=True):
            rows = table.bookings.select_related("contact")
            seated = {row.contact.email.split("@")[0]: row.state for row in rows if row.pool_id}
            assert seated == model.seats
            queue = [row.contact.email.split("@")[0] for row in table.bookings.waiting().select_related("contact")]
            assert queue == model.waiting
            active = Counter(row.contact_id for row in table.bookings.active())
            assert all(number == 1 for number in active.values())


def test_whatever_happens_the_seats_are_counted_and_the_queue_is_kept(db):
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=25, stateful_step_count=20, deadline=None, print_blob=False)
    )
