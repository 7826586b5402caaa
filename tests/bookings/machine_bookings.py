"""Steps of the machine: booking, moving, resizing, cancelling, letting pass and blocking."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from labspace.bookings.actions import (
    block_space,
    cancel_booking,
    lift_blocking,
    move_booking,
    place_booking,
)
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.claim_models import BlockingReason
from labspace.bookings.wishes import Wish
from labspace.spaces.kinds import SpaceKind
from tests.bookings.machine_house import (
    ASKED,
    LENGTHS,
    OF_KIND,
    PEOPLE,
    PLACES,
    WANTED,
    WHEN,
    WHICH,
    InTheHouse,
    When,
    indices,
)
from tests.bookings.simple_model import KEEPING, Use


class Bookings(InTheHouse):
    """What people and staff do with single bookings."""

    @rule(who=PEOPLE, place=WANTED, when=WHEN)
    def book(self, who: str, place: str, when: When) -> None:
        self.try_to_book(who, place, *self.time(when))

    @rule(who=PEOPLE, which=WHICH, other=st.none() | st.integers(0, 8), gap=st.sampled_from([2, 0, 1, 3, -1]), length=LENGTHS, after=st.booleans())  # fmt: skip
    def book_beside(
        self, who: str, which: int, other: int | None, gap: int, length: int, after: bool
    ) -> None:
        """Right before or after what stands, where gaps meet gaps."""
        ahead = [
            name
            for name, use in self.model.known.items()
            if use.state in KEEPING and use.end > self.model.clock
        ]
        if (name := indices(ahead, which)) is not None:
            use = self.model.known[name]
            after = after or use.first - gap - length < self.model.clock
            first = use.end + gap if after else use.first - gap - length
            self.try_to_book(who, self.other_place(name, other), first, first + length)

    @rule(who=PEOPLE, when=WHEN)
    def book_any_desk(self, who: str, when: When) -> None:
        first, end = self.time(when)
        free = [
            place
            for place in ("desk", "second")
            if self.model.keeps_rules(place, first, end) and self.model.fits(place, first, end, person=who)
        ]
        wish = Wish(span=self.span(first, end), pool_location_id=self.ids.house, pool_kind=SpaceKind.DESK)
        done = self.tries(
            lambda: place_booking(self.session, wish, booked_by=self.user(who), now=self.now), bool(free)
        )
        if done:
            place = self.names[done.spaces[0].id]
            assert place in free
            self.model.put(f"booking {done.id}", place, first, end, who)

    @rule(who=PEOPLE, place=WANTED, when=WHEN, reason=st.booleans())
    def staff_book(self, who: str, place: str, when: When, reason: bool) -> None:
        first, end = self.time(when)
        broken = self.model.broken_rules(place, first, end)
        possible = (reason or not broken) and self.model.fits(place, first, end, person=who)
        wish = self.wish(place, first, end)
        done = self.tries(
            lambda: place_booking(
                self.session, wish, booked_by=self.user(who), now=self.now, door=self.door(reason)
            ),
            possible,
        )
        if done:
            self.model.put(f"booking {done.id}", place, first, end, who)
            self.passes(f"booking {done.id}", broken)

    @rule(which=WHICH, other=st.none() | st.integers(0, 8), when=WHEN)
    def move(self, which: int, other: int | None, when: When) -> None:
        if name := self.pick(which=which):
            self._move(name, self.other_place(name, other), *self.time(when))

    @rule(which=WHICH, first=st.integers(-4, 4), end=st.integers(-4, 4), other=st.none() | st.integers(0, 8))
    def move_a_little(self, which: int, first: int, end: int, other: int | None) -> None:
        if name := self.pick("confirmed", which=which):
            use = self.model.known[name]
            starts = use.first + first
            self._move(name, self.other_place(name, other), starts, max(use.end + end, starts + 1))

    @rule(which=WHICH, place=st.sampled_from(ASKED), when=WHEN, reason=st.booleans())
    def staff_move(self, which: int, place: str, when: When, reason: bool) -> None:
        if name := self.pick(which=which):
            self._move(name, place, *self.time(when), by_staff=True, reason=reason)

    def other_place(self, name: str, other: int | None) -> str:
        place = self.model.known[name].place
        choice = OF_KIND[self.model.kind(place)]
        return place if other is None else choice[other % len(choice)]

    def _move(
        self, name: str, place: str, first: int, end: int, *, by_staff: bool = False, reason: bool = False
    ) -> None:
        use = self.model.known[name]
        over = not by_staff and min(use.end, end) <= self.model.clock
        broken = self.model.broken_rules(place, first, end, began=use.first)
        kept = not broken or (by_staff and reason)
        fits = self.model.fits(place, first, end, person=use.person, without={name})
        same_kind = self.model.kind(place) == self.model.kind(use.place)
        possible: bool | None = use.is_open and not over and kept and fits and same_kind
        if self.model.is_gone(name) and possible:
            # Staff may still be quicker than the job that finds that nobody came.
            possible = None if by_staff else False
        door = self.door(reason) if by_staff else None
        wish = self.wish(place, first, end)
        done = self.tries(
            lambda: move_booking(
                self.session, int(name.split()[1]), wish, by=self.user("alice"), now=self.now, door=door
            ),
            possible,
        )
        if done:
            self.model.put(name, place, first, end, use.person)
            self.passes(name, broken)
            for series in self.series:
                for one in series.dates:
                    one.exception = one.exception or one.booking == name

    @rule(which=WHICH, by_house=st.booleans())
    def cancel(self, which: int, by_house: bool) -> None:
        name = self.pick(which=which)
        if name is None:
            return
        use = self.model.known[name]
        possible: bool | None = use.is_open and use.end > self.model.clock
        if self.model.is_gone(name) and possible:
            possible = None if by_house else False
        code = CancelReason.DAMAGE if by_house else None
        done = self.tries(
            lambda: cancel_booking(
                self.session,
                int(name.split()[1]),
                by=self.user("nora"),
                now=self.now,
                by_house=by_house,
                code=code,
            ),
            possible,
        )
        if done:
            use.state = "cancelled"
            for series in self.series:
                for one in series.dates:
                    if by_house and one.booking == name:
                        one.state = "skipped"

    @rule(place=st.sampled_from(list(PLACES)), when=WHEN)
    def block(self, place: str, when: When) -> None:
        first, end = self.time(when)
        possible = self.model.fits(place, first, end, gaps=False)
        done = self.tries(
            lambda: block_space(
                self.session,
                self.ids.spaces[place],
                span=self.span(first, end),
                reason=BlockingReason.OTHER,
                by=self.user("nora"),
                now=self.now,
            ),
            possible,
        )
        if done:
            self.model.known[f"blocking {done.id}"] = Use(place, first, end, state="blocked")

    @rule(which=WHICH)
    def lift(self, which: int) -> None:
        if name := self.pick("blocked", which=which, what="blocking"):
            self.tries(
                lambda: lift_blocking(self.session, int(name.split()[1]), by=self.user("nora"), now=self.now),
                possible=True,
            )
            self.model.known[name].state = "lifted"

    def passes(self, name: str, broken: frozenset[str]) -> None:
        if broken:
            self.model.passed.append((name, broken))

    def door(self, reason: bool) -> StaffDoor:
        return StaffDoor(entered_by=self.user("nora"), reason="Schlüsselübergabe" if reason else "")
