"""What the machines of random sequences stand on: a small house, its clock, and what must hold after each step."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import Table, delete, func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import place_booking
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import BookingRule, RuleOverride
from labspace.bookings.series.models import SeriesDate
from labspace.bookings.states import CANCELLED
from labspace.bookings.wishes import Wish
from labspace.db import Base
from labspace.errors import Refused
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space, SpacePart
from labspace.times import TimeSpan, start_of_day
from tests.bookings.simple_model import CLOSES, DAY, OPENS, Place, Series, Uses
from tests.factories import LONG_AGO, Cast, make_space

TUESDAY = date(2026, 11, 24)
QUARTER = timedelta(minutes=15)
PEOPLE = st.sampled_from(["alice", "bob"])
PLACES = {
    "desk": Place("desk", ("desk",), grace=2),
    "second": Place("desk", ("second",), grace=2),
    "room": Place("room", ("room",), before=1, after=2, least=1, grace=2),
    "one": Place("room", ("one",), before=1, after=2, least=1, grace=2),
    "two": Place("room", ("two",), before=1, after=2, least=1, grace=2),
    "three": Place("room", ("three",), after=1, least=1, grace=3),
    "wing": Place("room", ("one", "two"), before=1, after=2, least=1, grace=2),
    "suite": Place("room", ("one", "two", "three"), before=1, after=2, least=1, grace=2),
    "a": Place("area", ("a",)),
    "b": Place("area", ("b",)),
    "c": Place("area", ("c",)),
    "area": Place("area", ("a", "b")),
    "hall": Place("area", ("a", "b", "c")),
}
ASKED = [*PLACES, "desk+second", "one+three", "a+c", "wing+one"]
OF_KIND = {
    kind: [place for place in ASKED if PLACES[place.partition("+")[0]].kind == kind]
    for kind in ("desk", "room", "area")
}
# The busiest first: what hypothesis shrinks to, and mostly rooms, whose parts and gaps are the hard part.
WANTED = st.one_of(st.sampled_from(OF_KIND["room"]), st.sampled_from(ASKED))
LENGTHS = st.integers(1, 12)
SOON = st.tuples(st.just("soon"), st.integers(-1, 4), LENGTHS)
ON_A_DAY = st.tuples(st.integers(0, 2), st.integers(OPENS, CLOSES - 2), LENGTHS)
WHEN = st.one_of(SOON, ON_A_DAY)
When = tuple[str, int, int] | tuple[int, int, int]
WHICH = st.integers(0, 40)
T = TypeVar("T")


@dataclass(frozen=True)
class Ids:
    """The rows the machine plays with; ids, because the session forgets its objects between examples."""

    people: dict[str, int]
    spaces: dict[str, int]
    house: int
    emptied: tuple[Table, ...]


def furnish(session: Session, cast: Cast) -> Ids:
    """Rooms and areas that are divided twice, rules for them, and the tables that are empty before a step."""
    spaces = {
        "desk": cast.desk,
        "second": cast.second_desk,
        "room": cast.room,
        "area": cast.area,
        "a": cast.half_a,
        "b": cast.half_b,
    }
    house, area, room = cast.house, SpaceKind.EVENT_AREA, SpaceKind.MEETING_ROOM
    spaces["c"] = make_space(session, house, area, 4, capacity=40)
    spaces["hall"] = make_space(session, house, area, 5, capacity=140, is_unit=False)
    for number, name in enumerate(["one", "two", "three", "wing", "suite"], start=2):
        spaces[name] = make_space(
            session, house, room, number, capacity=8, is_unit=name not in ("wing", "suite")
        )
    parts = {"hall": ["area", "c"], "wing": ["one", "two"], "suite": ["wing", "three"]}
    for whole, names in parts.items():
        for name in names:
            session.add(SpacePart(whole_id=spaces[whole].id, part_id=spaces[name].id, valid_from=LONG_AGO))
    three = {"space_id": spaces["three"].id, "buffer_before_minutes": 0, "buffer_after_minutes": 15}
    rooms = {"buffer_before_minutes": 15, "buffer_after_minutes": 30}
    for kind, grace, more in ((SpaceKind.DESK, 30, {}), (room, 30, rooms), (room, 45, three)):
        session.add(
            BookingRule(
                location_id=house.id,
                kind=kind,
                valid_from=LONG_AGO,
                check_in=True,
                grace_minutes=grace,
                **more,
            )
        )
    session.commit()
    ids = Ids(
        {name: getattr(cast, name).id for name in ("alice", "bob", "nora")},
        {name: space.id for name, space in spaces.items()},
        house.id,
        tuple(
            table
            for table in reversed(Base.metadata.sorted_tables)
            if not session.scalar(select(func.count()).select_from(table))
        ),
    )
    session.rollback()
    return ids


class InTheHouse(RuleBasedStateMachine):
    """Set by the test: the session and the ids."""

    session: Session
    ids: Ids

    def __init__(self) -> None:
        super().__init__()
        self.session.rollback()
        self.session.expunge_all()
        for table in self.ids.emptied:
            self.session.execute(delete(table))
        self.session.commit()
        self.midnight = start_of_day(TUESDAY, zone=self.session.get_one(Space, self.desk_id).location.zone)
        self.names = {space_id: name for name, space_id in self.ids.spaces.items()}
        self.model = Uses(PLACES, clock=OPENS - 4)
        self.series: list[Series] = []

    @property
    def desk_id(self) -> int:
        return self.ids.spaces["desk"]

    @property
    def now(self) -> datetime:
        return self.moment(self.model.clock)

    def moment(self, quarter: int) -> datetime:
        return self.midnight + quarter * QUARTER

    def quarter(self, moment: datetime) -> int:
        quarter, rest = divmod(moment - self.midnight, QUARTER)
        assert not rest
        return quarter

    def user(self, name: str) -> User:
        return self.session.get_one(User, self.ids.people[name])

    def time(self, when: When) -> tuple[int, int]:
        """The quarters of a wish: from now on, or on a day and not beyond its closing."""
        day, quarter, length = when
        if isinstance(day, str):
            return self.model.clock + quarter, self.model.clock + quarter + length
        first = (self.model.clock // DAY + day) * DAY
        return first + quarter, first + min(quarter + length, CLOSES)

    def span(self, first: int, end: int) -> TimeSpan:
        return TimeSpan(self.moment(first), self.moment(end))

    def wish(self, place: str, first: int, end: int) -> Wish:
        return Wish(span=self.span(first, end), space_ids=self.space_ids(place))

    def space_ids(self, place: str) -> tuple[int, ...]:
        return tuple(self.ids.spaces[part] for part in place.split("+"))

    def tries(self, action: Callable[[], T], possible: bool | None) -> T | None:
        """What the action gives, None if it is refused; it must be `possible`, and None leaves that open."""
        try:
            done = action()
        except Refused as refused:
            self.session.rollback()
            why = [one.code for one in refused.refusals]
        else:
            assert possible is not False, "this should have been refused"
            self.session.commit()
            return done
        assert not possible, f"refused: {why}"
        return None

    def try_to_book(self, who: str, place: str, first: int, end: int) -> None:
        """Book a place at the front door, and note it if it is had."""
        possible = self.model.keeps_rules(place, first, end) and self.model.fits(
            place, first, end, person=who
        )
        wish = self.wish(place, first, end)
        done = self.tries(
            lambda: place_booking(self.session, wish, booked_by=self.user(who), now=self.now), possible
        )
        if done:
            self.model.put(f"booking {done.id}", place, first, end, who)

    def pick(self, *states: str, which: int, what: str = "booking") -> str | None:
        """One of the uses in these states; None if there is none."""
        found = [
            name
            for name, use in self.model.known.items()
            if name.startswith(what) and (not states or use.state in states)
        ]
        # The latest first: what was just done is what the next step most likely breaks.
        return found[-1 - which % len(found)] if found else None

    @invariant()
    def claims_equal_the_model_and_never_overlap(self) -> None:
        found = defaultdict(list)
        kept = Counter[tuple[str, int]]()
        cores: list[tuple[str, int]] = []
        for claim in self.session.execute(
            select(
                Claim.space_id, Claim.starts_at, Claim.ends_at, Claim.is_core,
                Claim.booking_id, Claim.blocking_id, Claim.hold_id,
            )
        ):  # fmt: skip
            owner = (
                f"booking {claim.booking_id}"
                if claim.booking_id
                else f"blocking {claim.blocking_id}"
                if claim.blocking_id
                else f"hold {claim.hold_id}"
            )
            unit = self.names[claim.space_id]
            first, end = self.quarter(claim.starts_at), self.quarter(claim.ends_at)
            found[owner].append((unit, first, end, claim.is_core, owner))
            cells = [(unit, quarter) for quarter in range(first, end)]
            kept.update(cells)
            cores += cells if claim.is_core else []
        assert all(kept[cell] == 1 for cell in cores), "two on one space"
        for name in self.model.known:
            expected = sorted(row.plain for row in self.model.rows_of(name))
            rows = sorted(found.pop(name, []))
            # Who did not come or answer keeps nothing; the rows go when the next one looks.
            assert rows == expected or (self.model.is_gone(name) and not rows), name
        assert not found
        self.session.rollback()

    @invariant()
    def bookings_and_dates_equal_the_model(self) -> None:
        for booking in self.session.execute(
            select(
                Booking.id, Booking.state, Booking.starts_at, Booking.ends_at,
                Booking.check_in_until, Booking.used_until,
            )
        ):  # fmt: skip
            name = f"booking {booking.id}"
            use = self.model.known[name]
            state = "cancelled" if booking.state in CANCELLED else booking.state.value
            assert state == use.state or (self.model.is_gone(name) and state == "no_show"), name
            assert (self.quarter(booking.starts_at), self.quarter(booking.ends_at)) == (use.first, use.end)
            assert booking.used_until == (None if use.left is None else self.moment(use.left))
            if use.is_open:
                deadline = None if use.deadline is None else self.moment(use.deadline)
                assert booking.check_in_until == deadline
        dates = {
            one.id: (
                one.series_id,
                self.quarter(one.starts_at),
                self.quarter(one.ends_at),
                one.state.value,
                f"booking {one.booking_id}" if one.booking_id else "",
                one.is_exception,
            )
            for one in self.session.execute(
                select(
                    SeriesDate.id, SeriesDate.series_id, SeriesDate.starts_at, SeriesDate.ends_at,
                    SeriesDate.state, SeriesDate.booking_id, SeriesDate.is_exception,
                )
            )
        }  # fmt: skip
        together = Counter[int]()
        for number, series in enumerate(self.series):
            for one in series.dates:
                series_id, *rest = dates.pop(one.id)
                together[series_id] = number
                assert rest == [one.first, one.end, one.state, one.booking, one.exception]
            assert len(set(together.values())) == number + 1
        assert not dates
        self.session.rollback()

    @invariant()
    def what_staff_let_pass_is_kept_with_who_and_which_rules(self) -> None:
        kept = Counter(
            (f"booking {row.booking_id}", frozenset(row.broken), row.by_id)
            for row in self.session.execute(
                select(RuleOverride.booking_id, RuleOverride.broken, RuleOverride.by_id)
            )
        )
        nora = self.ids.people["nora"]
        assert kept == Counter((name, broken, nora) for name, broken in self.model.passed)
        self.session.rollback()


def indices(rows: Sequence[T], which: int) -> T | None:
    """One of these, the last first; None if there are none."""
    return rows[-1 - which % len(rows)] if rows else None
