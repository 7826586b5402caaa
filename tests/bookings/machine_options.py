"""What a calendar with hours and halves knows of options, and what must hold after every step."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import combinations

from hypothesis.stateful import invariant
from sqlalchemy import delete, select

from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.db import Base
from tests.bookings.machine_joint_options import JointOptions
from tests.factories import on_day

DAY = date(2026, 12, 31)
PERIOD, ANSWER, REST = timedelta(days=14), timedelta(hours=48), timedelta(hours=24)
"""As the usual terms of a house have it."""
PARTS = {"whole": "AB", "half_a": "A", "half_b": "B"}
Cells = frozenset[tuple[str, int]]
"""Halves and full hours."""


def cells(wish: tuple[str, int, int, int]) -> Cells:
    where, first, hours, setup = wish
    return frozenset((part, hour) for part in PARTS[where] for hour in range(first - setup, first + hours))


OF_BOOKINGS = [
    table
    for table in reversed(Base.metadata.sorted_tables)
    if any(key.column.table.name in ("booking", "option_clock") for key in table.foreign_keys)
]
"""Whatever hangs on a booking; emptied before each sequence."""


class OptionModel(JointOptions):
    """Knows of each option its cells and state, and of who is first the clock; ranks are looked up and judged."""

    start: datetime

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
        self.waited: set[int] = set()
        """Who was behind somebody at the end of the last step."""

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
                self.reached["no longer asked"] += 1
        for option in (o for o, rank in ranks.items() if rank == 1):
            if option not in self.until and option not in self.committed:
                self.until[option] = min(self.now + PERIOD, self._starts(option))
                self.since[option] = self.now
                self.reached["promoted"] += option in self.waited
            elif option in self.until:
                self.until[option] = min(self.until[option], self._starts(option))
        stored = self.session.execute(
            select(Booking.id, Booking.option_until).where(Booking.state == BookingState.OPTION)
        )
        self.reached["passed over"] += len([o for o, rank in ranks.items() if rank > 1 and o in self.since])
        self.waited = {option for option, rank in ranks.items() if rank > 1}
        self.since = {option: since for option, since in self.since.items() if option not in self.waited}
        expected = {o: self.until.get(o, self._starts(o)) for o in ranks}
        assert {row.id: row.option_until for row in stored} == expected

    # How to ask and look

    def _starts(self, option: int) -> datetime:
        starts_at = self.session.scalar(select(Booking.starts_at).where(Booking.id == option))
        assert starts_at is not None
        return starts_at

    def overdue(self) -> list[int]:
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

    def _standing(self) -> list[int]:
        return [option for option, state in self.state.items() if state in ("option", "confirmed")]

    def _behind(self) -> list[int]:
        """Who waits, while everybody is in time."""
        return [] if self.overdue() else [option for option, rank in self._ranks().items() if rank > 1]

    def _askable(self) -> list[tuple[int, int]]:
        """Who is second, and a first ahead that can be asked now or after its rest."""
        if self.overdue():
            return []
        ranks = self._ranks()
        return [
            (second, first)
            for second, rank in ranks.items()
            if rank == 2
            for first in self._ahead(second, ranks)
            if ranks[first] == 1
            and first not in self.committed
            and first not in self.asked
            and (second, first) not in self.has_asked
        ]

    def _is_valid(self, option: int) -> bool:
        return self.state[option] == "option" and option not in self.overdue()

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
