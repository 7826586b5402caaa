"""Options under any order of events, held against what a calendar with hours and halves would say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)
from hypothesis.stateful import run_state_machine_as_test as run
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    cancel_booking,
    confirm_booking,
    move_booking,
    place_booking,
    reject_booking,
    settle_all_options,
)
from labspace.bookings.models import Booking, Claim
from labspace.bookings.options.actions import challenge_first, commit_option, extend_option
from labspace.bookings.options.models import OptionChallenge, OptionClock
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.db import Base
from labspace.errors import Refused
from tests.factories import Cast, on_day

DAY = date(2026, 12, 31)
PERIOD, ANSWER, REST = timedelta(days=14), timedelta(hours=48), timedelta(hours=24)
"""As the usual terms of a house have it."""
T = TypeVar("T")
PARTS = {"whole": "AB", "half_a": "A", "half_b": "B"}
Cells = frozenset[tuple[str, int]]
"""Halves and full hours."""

wishes = st.tuples(st.sampled_from(sorted(PARTS)), st.integers(9, 13), st.integers(1, 3), st.integers(0, 1))


def cells(wish: tuple[str, int, int, int]) -> Cells:
    where, first, hours, setup = wish
    return frozenset((part, hour) for part in PARTS[where] for hour in range(first - setup, first + hours))


OF_BOOKINGS = [
    table
    for table in reversed(Base.metadata.sorted_tables)
    if any(key.column.table.name in ("booking", "option_clock") for key in table.foreign_keys)
]
"""Whatever hangs on a booking; emptied before each sequence."""


class OptionMachine(RuleBasedStateMachine):
    """Knows of each option its cells and state, and of who is first the clock; ranks are looked up and judged."""

    session: Session
    cast: Cast
    start: datetime
    options = Bundle("options")

    def __init__(self) -> None:
        super().__init__()
        self.session.rollback()
        for known in [known for known in self.session if isinstance(known, Booking)]:
            self.session.expunge(known)
        for table in [*OF_BOOKINGS, Base.metadata.tables["booking"]]:
            self.session.execute(delete(table))
        self.session.commit()
        self.now = self.start
        self.cells: dict[int, Cells] = {}
        self.until: dict[int, datetime] = {}
        """The deadline of each that is first and has not committed."""
        self.since: dict[int, datetime] = {}
        self.asked: dict[int, tuple[int, datetime]] = {}
        """Who is challenged: by whom, and the deadline that comes back."""
        self.has_asked: set[tuple[int, int]] = set()
        self.committed: set[int] = set()
        self.state: dict[int, str] = {}
        self.order: list[tuple[int, int]] = []

    @initialize(target=options)
    def two_wait_for_the_whole(self) -> MultipleResults[int]:
        return multiple(*(self._ask(("whole", 9, 3, 0)) for _ in range(2)))

    # What may happen

    @rule(target=options, wish=wishes)
    def ask(self, wish: tuple[str, int, int, int]) -> int:
        return self._ask(wish)

    def _ask(self, wish: tuple[str, int, int, int]) -> int:
        booking = self._try(
            lambda: place_booking(
                self.session,
                self._wish(wish),
                booked_by=self.cast.alice,
                now=self.now,
                state=BookingState.OPTION,
            )
        )
        self._lapse_as_stored()
        assert (booking is None) == bool(cells(wish) & self._given_away())
        if booking is None:
            return 0
        self.cells[booking.id] = cells(wish)
        self.state[booking.id] = "option"
        self._is_last(booking.id)
        return booking.id

    @rule(option=options)
    def confirm(self, option: int) -> None:
        if not option:
            return
        rank = self._ranks().get(option)
        overdue = self._overdue()
        done = self._try(lambda: confirm_booking(self.session, option, by=self.cast.nora, now=self.now))
        if not overdue:
            assert (done is not None) == (self.state[option] == "option" and rank == 1)
        self._lapse_as_stored()
        if done is not None:
            assert option not in overdue
            self.state[option] = "confirmed"

    @rule(option=options)
    def confirm_over_a_better_rank(self, option: int) -> None:
        if not option or not self._is_valid(option):
            return
        overdue, over = self._overdue(), bool(self.cells[option] & self._given_away())
        done = self._try(
            lambda: confirm_booking(
                self.session, option, by=self.cast.nora, now=self.now, over_rank_reason="Vertrag"
            )
        )
        self._lapse_as_stored()
        if not overdue:
            assert (done is None) == over, "only what is confirmed stands above a logged decision"
        if done is not None:
            self.state[option] = "confirmed"

    @rule(pick=st.integers(0, 5), hours=st.sampled_from([0, 25]))
    def challenge(self, pick: int, hours: int) -> None:
        """Mostly by somebody who is second; after a while, so that the first has had its rest."""
        self.now += timedelta(hours=hours)
        seconds = [o for o, rank in self._ranks().items() if rank == 2] or list(self._ranks())
        if not seconds or self._overdue():
            return
        option = seconds[pick % len(seconds)]
        ranks, given_away = self._ranks(), self._given_away()
        can_be_asked = [
            first
            for first in self._ahead(option, ranks)
            if ranks[first] == 1
            and first not in self.committed
            and first not in self.asked
            and (option, first) not in self.has_asked
            and self.now >= self.since[first] + REST
            and self.until[first] > self.now + ANSWER
        ]
        is_told = self.session.get_one(OptionClock, option).given_away_since is not None
        assert not is_told or self.cells[option] & given_away
        may = ranks[option] == 2 and not is_told
        self._try(lambda: challenge_first(self.session, option, by=self.cast.alice, now=self.now))
        open_now = set(
            self.session.scalars(select(OptionChallenge.booking_id).where(OptionChallenge.outcome.is_(None)))
        )
        assert open_now - set(self.asked) == (set(can_be_asked) if may else set())
        for first in can_be_asked if may else []:
            self.asked[first] = (option, self.until[first])
            self.has_asked.add((option, first))
            self.until[first] = self.now + ANSWER

    @rule(option=options)
    def commit(self, option: int) -> None:
        if not option or not self._is_valid(option) or self._overdue():
            return
        may = self._ranks()[option] == 1 and option not in self.committed
        done = self._try(lambda: commit_option(self.session, option, by=self.cast.alice, now=self.now))
        assert (done is not None) == may
        if may:
            self.committed.add(option)
            self.until.pop(option)
            self.asked.pop(option, None)

    @rule(option=options, days=st.integers(1, 20))
    def extend(self, option: int, days: int) -> None:
        if not option or not self._is_valid(option) or self._overdue():
            return
        until = self.now + timedelta(days=days)
        may = option in self.until and self.until[option] < until <= self._starts(option)
        done = self._try(
            lambda: extend_option(
                self.session, option, until=until, reason="Urlaub", by=self.cast.nora, now=self.now
            )
        )
        assert (done is not None) == may
        if may:
            self.until[option] = until
            if option in self.asked:
                by, unasked = self.asked[option]
                self.asked[option] = (by, max(unasked, until))

    @rule(option=consumes(options), by_house=st.booleans())
    def withdraw(self, option: int, by_house: bool) -> None:
        if not option:
            return
        was_open = self.state[option] == "confirmed" or self._is_valid(option)
        done = self._try(
            lambda: cancel_booking(
                self.session, option, by=self.cast.nora, now=self.now, by_house=by_house, reason="Umbau"
            )
        )
        assert (done is not None) == was_open
        self._lapse_as_stored()
        if done is not None:
            self.state[option] = "gone"

    @rule(option=options)
    def reject(self, option: int) -> None:
        if not option:
            return
        was_option = self._is_valid(option)
        done = self._try(
            lambda: reject_booking(self.session, option, by=self.cast.nora, reason="Umbau", now=self.now)
        )
        assert (done is not None) == was_option
        self._lapse_as_stored()
        if done is not None:
            self.state[option] = "gone"

    @rule(option=options, wish=wishes)
    def move(self, option: int, wish: tuple[str, int, int, int]) -> None:
        if not option or self.state[option] != "option":
            return
        wanted, was_option = self._wish(wish), self._is_valid(option)
        done = self._try(lambda: move_booking(self.session, option, wanted, by=self.cast.alice, now=self.now))
        self._lapse_as_stored()
        if done is not None:
            assert was_option
            assert not cells(wish) & self._given_away()
            self.cells[option] = cells(wish)
            self.order = [pair for pair in self.order if option not in pair]
            self._is_last(option)

    @rule(hours=st.integers(1, 40))
    def wait_and_settle(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        due = self._overdue()
        assert settle_all_options(self.session, now=self.now) == len(due)
        self.session.commit()
        for option in due:
            self.state[option] = "expired"

    @rule(hours=st.integers(1, 40))
    def wait_without_a_worker(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    # What must hold

    @invariant()
    def states_are_as_expected(self) -> None:
        stored = {row.id: row.state for row in self.session.execute(select(Booking.id, Booking.state))}
        for option, state in self.state.items():
            assert state == "gone" or stored[option].value == state

    @invariant()
    def claims_are_the_first_ranked_and_the_confirmed_and_never_meet(self) -> None:
        ranks = self._ranks()
        holders = [o for o, s in self.state.items() if s == "confirmed" or ranks.get(o) == 1]
        taken = Counter(cell for option in holders for cell in self.cells[option])
        assert not [cell for cell, times in taken.items() if times > 1]
        assert self._claimed_cells() == {option: self.cells[option] for option in holders}

    @invariant()
    def ranks_have_no_gaps_and_no_doubles(self) -> None:
        ranks, given_away = self._ranks(), self._given_away()
        assert set(ranks) == {o for o, s in self.state.items() if s == "option"}
        for one, other in combinations(ranks, 2):
            assert ranks[one] != ranks[other] or not self.cells[one] & self.cells[other]
        for option, rank in ranks.items():
            ahead = {ranks[other] for other in ranks if self.cells[other] & self.cells[option]}
            barred = bool(self.cells[option] & given_away)
            assert rank == 1 or rank - 1 in ahead or (rank == 2 and barred)

    @invariant()
    def nobody_is_overtaken_who_can_still_be_served(self) -> None:
        ranks, given_away = self._ranks(), self._given_away()
        for first, second in self.order:
            if first in ranks and second in ranks and not self.cells[first] & given_away:
                assert ranks[first] < ranks[second]
        self.order = [
            (one, other)
            for one in ranks
            for other in ranks
            if ranks[one] < ranks[other] and self.cells[one] & self.cells[other]
        ]

    @invariant()
    def clocks_run_for_the_first_alone_and_as_long_as_told(self) -> None:
        """The model's clocks follow the ranks: told now, counted from now."""
        ranks = self._ranks()
        for option in set(self.until) | self.committed:
            if ranks.get(option) != 1:
                self.until.pop(option, None)
                self.committed.discard(option)
                self.asked.pop(option, None)
        for option, (by, unasked) in list(self.asked.items()):
            if ranks.get(by, 1) == 1 or not self.cells[by] & self.cells[option]:
                self.until[option] = unasked
                del self.asked[option]
        for option in (o for o, rank in ranks.items() if rank == 1):
            if option not in self.until and option not in self.committed:
                self.until[option] = min(self.now + PERIOD, self._starts(option))
                self.since[option] = self.now
            elif option in self.until:
                self.until[option] = min(self.until[option], self._starts(option))
        stored = self.session.execute(
            select(Booking.id, Booking.option_until).where(Booking.state == BookingState.OPTION)
        )
        expected = {o: self.until.get(o, self._starts(o)) for o in ranks}
        assert {row.id: row.option_until for row in stored} == expected

    # How to ask and look

    def _starts(self, option: int) -> datetime:
        starts_at = self.session.scalar(select(Booking.starts_at).where(Booking.id == option))
        assert starts_at is not None
        return starts_at

    def _overdue(self) -> list[int]:
        """Only who is first can be overdue as long as no event has begun."""
        return [o for o, until in self.until.items() if self.state[o] == "option" and until <= self.now]

    def _ahead(self, option: int, ranks: dict[int, int]) -> list[int]:
        return [
            other
            for other in ranks
            if self.cells[other] & self.cells[option] and ranks[other] < ranks[option]
        ]

    def _wish(self, wish: tuple[str, int, int, int]) -> Wish:
        where, first, hours, setup = wish
        spaces = {"whole": self.cast.area, "half_a": self.cast.half_a, "half_b": self.cast.half_b}
        span = on_day(DAY, first, first + hours, house=self.cast.house)
        return Wish(span=span, space_ids=(spaces[where].id,), setup_minutes=60 * setup)

    def _try(self, action: Callable[[], T]) -> T | None:
        try:
            done = action()
        except Refused:
            self.session.rollback()
            return None
        self.session.commit()
        return done

    def _is_valid(self, option: int) -> bool:
        return self.state[option] == "option" and option not in self._overdue()

    def _lapse_as_stored(self) -> None:
        """An action settles what has lapsed on its spaces; only when it succeeds is that stored."""
        expired = self.session.scalars(select(Booking.id).where(Booking.state == BookingState.EXPIRED)).all()
        for option in expired:
            assert self.state[option] == "expired" or self.until[option] <= self.now
            self.state[option] = "expired"

    def _is_last(self, option: int) -> None:
        ranks, given_away = self._ranks(), self._given_away()
        ahead = [o for o in ranks if o != option and self.cells[o] & self.cells[option]]
        passed = [o for o in ahead if self.cells[o] & given_away]
        assert all(ranks[o] < ranks[option] for o in ahead if o not in passed)

    def _ranks(self) -> dict[int, int]:
        question = select(Booking.id, Booking.option_rank).where(Booking.state == BookingState.OPTION)
        return {option: rank or 0 for option, rank in self.session.execute(question)}

    def _given_away(self) -> Cells:
        return frozenset(
            cell
            for option, state in self.state.items()
            if state == "confirmed"
            for cell in self.cells[option]
        )

    def _claimed_cells(self) -> dict[int | None, Cells]:
        halves = {self.cast.half_a.id: "A", self.cast.half_b.id: "B"}
        claimed: dict[int | None, set[tuple[str, int]]] = {}
        for claim in self.session.scalars(select(Claim)):
            zone = self.cast.house.zone
            hours = range(claim.starts_at.astimezone(zone).hour, claim.ends_at.astimezone(zone).hour)
            claimed.setdefault(claim.booking_id, set()).update((halves[claim.space_id], h) for h in hours)
        return {booking_id: frozenset(cells) for booking_id, cells in claimed.items()}


def test_options_keep_their_order_and_their_claims(session: Session, cast: Cast, now: datetime) -> None:
    machine = type("Machine", (OptionMachine,), {"session": session, "cast": cast, "start": now})
    run(
        machine,
        settings=settings(
            max_examples=30,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
