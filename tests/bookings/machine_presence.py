"""Steps of the machine: time passes, people come, leave or stay away, and what is free is held for who waits."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from labspace.bookings.actions import (
    check_in,
    check_out,
    mark_no_show,
    settle_all_no_shows,
    take_back_presence,
)
from labspace.bookings.actions.holds import settle_all_holds
from labspace.bookings.waiting.actions import (
    accept_offer,
    decline_offer,
    join_waiting_list,
    serve_waiting,
)
from labspace.bookings.waiting.actions.join import Wanted
from labspace.bookings.waiting.fitting import Pattern
from labspace.bookings.waiting.models import WaitingOffer, WaitingWish
from labspace.spaces.kinds import SpaceKind
from tests.bookings.machine_house import ON_A_DAY, PEOPLE, TUESDAY, WHICH, InTheHouse, When, indices
from tests.bookings.simple_model import CLOSES, DAY, OPENS, Use

EARLY, LATE = 2, 16
"""So many quarters before the start one may come, and after the end say that one has left."""
KINDS = {"desk": SpaceKind.DESK, "room": SpaceKind.MEETING_ROOM}


class Presence(InTheHouse):
    """What happens on the day."""

    @rule(quarters=st.integers(1, 6))
    def time_passes(self, quarters: int) -> None:
        self.model.clock += quarters

    @rule()
    def night_falls(self) -> None:
        self.model.clock = (self.model.clock // DAY + 1) * DAY + OPENS - 2

    @rule(which=WHICH, by_staff=st.booleans())
    def come(self, which: int, by_staff: bool) -> None:
        name = indices(self.today("confirmed", "no_show", "used"), which)
        if name is None:
            return
        use, clock = self.model.known[name], self.model.clock
        missed = use.state == "no_show" or self.model.is_gone(name)
        free = not missed or self.is_still_free(name)
        in_time = clock >= use.first - EARLY and (by_staff or clock < use.end)
        done = self.tries(
            lambda: check_in(
                self.session,
                int(name.split()[1]),
                by=self.user("alice"),
                now=self.now,
                in_person=not by_staff,
            ),
            in_time and free and use.state != "used",
        )
        if done:
            self.come_back(name, state="used", again=missed)

    @rule(which=WHICH)
    def leave(self, which: int) -> None:
        name = indices(self.today("used") or self.today("confirmed"), which)
        if name is None:
            return
        use = self.model.known[name]
        possible = use.state == "used" and use.left is None and self.model.clock <= use.end + LATE
        done = self.tries(
            lambda: check_out(self.session, int(name.split()[1]), by=self.user("alice"), now=self.now),
            possible,
        )
        if done:
            use.left = max(use.first, self.model.clock)

    @rule(which=WHICH)
    def staff_say_nobody_came(self, which: int) -> None:
        name = self.pick(which=which)
        if name is None:
            return
        use = self.model.known[name]
        possible: bool | None = use.state in ("confirmed", "used") and self.model.clock >= use.first
        if self.model.is_gone(name):
            possible = None
        done = self.tries(
            lambda: mark_no_show(self.session, int(name.split()[1]), by=self.user("nora"), now=self.now),
            possible,
        )
        if done:
            use.state, use.left = "no_show", None

    @rule(which=WHICH)
    def staff_take_it_back(self, which: int) -> None:
        name = self.pick(which=which)
        if name is None:
            return
        use = self.model.known[name]
        gave = use.state == "no_show" or use.left is not None or self.model.is_gone(name)
        free = not gave or self.is_still_free(name)
        possible: bool | None = use.state in ("used", "no_show") and free
        if self.model.is_gone(name):
            possible = None if free else False
        done = self.tries(
            lambda: take_back_presence(
                self.session, int(name.split()[1]), by=self.user("nora"), now=self.now
            ),
            possible,
        )
        if done:
            self.come_back(name, state="confirmed", again=gave)
            use.deadline = None

    @rule(which=WHICH, quarters=st.integers(0, 6), leaves=st.booleans())
    def the_time_of_a_booking_comes(self, which: int, quarters: int, leaves: bool) -> None:
        """Straight to a booking ahead, whose people come and perhaps leave: rarely met step by step."""
        ahead = [
            name
            for name, use in self.model.known.items()
            if use.is_open and use.first >= self.model.clock and name.startswith("booking")
        ]
        if (name := indices(ahead, which)) is not None:
            self.model.clock = self.model.known[name].first
            nth = list(reversed(self.today("confirmed", "no_show", "used"))).index(name)
            self.come(nth, by_staff=False)
            self.model.clock += quarters
            if leaves and name in self.today("used"):
                self.leave(list(reversed(self.today("used"))).index(name))

    @rule(which=WHICH, quarters=st.integers(0, 3), by_staff=st.booleans())
    def somebody_comes_after_the_release(self, which: int, quarters: int, by_staff: bool) -> None:
        """The grace time is over, the job has given the rest away, and then they stand at the door."""
        awaited = [
            name
            for name, use in self.model.known.items()
            if use.is_open and use.deadline is not None and use.deadline >= self.model.clock
        ]
        if (name := indices(awaited, which)) is not None:
            self.model.clock = (self.model.known[name].deadline or 0) + quarters
            self.a_minute_passes()
            late = self.today("confirmed", "no_show", "used")
            if name in late:
                self.come(list(reversed(late)).index(name), by_staff=by_staff)

    def today(self, *states: str) -> list[str]:
        """Bookings in these states that begin soon or were over not long ago."""
        return [
            name
            for name, use in self.model.known.items()
            if use.state in states
            and name.startswith("booking")
            and use.first - 4 <= self.model.clock <= use.end + LATE + 2
        ]

    def is_still_free(self, name: str) -> bool:
        use = self.model.known[name]
        return self.model.fits(use.place, use.first, use.end, person=use.person, without={name})

    def come_back(self, name: str, *, state: str, again: bool) -> None:
        use = self.model.known[name]
        if again:
            for held in self.model.in_the_way(use.place, use.first, use.end, without={name}):
                self.model.known[held].state = "taken"
        use.state, use.left = state, None

    @rule(who=PEOPLE, place=st.sampled_from(["", "desk", "one", "wing", "suite"]), kind=st.sampled_from(sorted(KINDS)), when=ON_A_DAY, more=st.integers(0, 6))  # fmt: skip
    def wait(self, who: str, place: str, kind: str, when: When, more: int) -> None:
        first, end = self.time(when)
        day = TUESDAY + timedelta(days=first // DAY)
        pattern = Pattern(
            weekdays=frozenset(range(7)),
            first_on=day,
            last_on=day,
            starts_minute=first % DAY * 15,
            ends_minute=min(first % DAY + end - first + more, CLOSES) * 15,
            minutes=(end - first) * 15,
        )
        wanted = Wanted(
            kind=KINDS[self.model.kind(place) if place else kind],
            pattern=pattern,
            space_ids=self.space_ids(place) if place else (),
            location_ids=(self.ids.house,),
        )
        self.tries(
            lambda: join_waiting_list(self.session, wanted, by=self.user(who), now=self.now), possible=None
        )

    @rule()
    def a_minute_passes(self) -> None:
        settle_all_holds(self.session, now=self.now)
        settle_all_no_shows(self.session, now=self.now)
        self.session.commit()
        self.model.settle()
        serve_waiting(self.session, now=self.now)
        self.session.commit()
        offers = (
            select(WaitingOffer, WaitingWish.user_id)
            .join(WaitingWish, WaitingWish.id == WaitingOffer.wish_id)
            .order_by(WaitingOffer.id)
        )
        people = {user_id: name for name, user_id in self.ids.people.items()}
        for offer, user_id in self.session.execute(offers):
            name, place = f"hold {offer.hold_id}", self.names[offer.space_id]
            if name in self.model.known:
                continue
            first, end = self.quarter(offer.starts_at), self.quarter(offer.ends_at)
            assert self.model.keeps_rules(place, first, end)
            assert self.model.fits(place, first, end)
            deadline = self.model.answer_deadline(first)
            assert offer.until == self.moment(deadline)
            self.model.known[name] = Use(place, first, end, people[user_id], state="held", deadline=deadline)

    @rule(who=PEOPLE, place=st.sampled_from(["desk", "one", "wing"]), hours=st.integers(1, 3))
    def somebody_waits_and_is_offered_it(self, who: str, place: str, hours: int) -> None:
        """Tomorrow morning, which is rarely taken: an offer is what the steps after this one need."""
        self.wait(who=who, place=place, kind="desk", when=(1, OPENS, 4 * hours), more=4)
        self.a_minute_passes()

    @rule(which=WHICH, who=PEOPLE, late=st.booleans(), first=st.integers(-2, 2), length=st.integers(2, 8))
    def somebody_books_what_is_held(self, which: int, who: str, late: bool, first: int, length: int) -> None:
        """Just before nobody answered in time, or the moment after and before any job has seen it."""
        if (name := self.pick("held", which=which, what="hold")) is None:
            return
        held = self.model.known[name]
        assert held.deadline is not None
        self.model.clock = max(self.model.clock, held.deadline if late else held.deadline - 1)
        starts = max(held.first + first, self.model.clock)
        self.try_to_book(who, held.place, starts, starts + length)

    @rule(which=WHICH, accept=st.booleans())
    def answer(self, which: int, accept: bool) -> None:
        name = self.pick("held", "lapsed", which=which, what="hold")
        if name is None:
            return
        use = self.model.known[name]
        stands = use.state == "held" and not self.model.is_gone(name)
        offer_id = self.session.scalar(
            select(WaitingOffer.id).where(WaitingOffer.hold_id == int(name.split()[1]))
        )
        assert offer_id is not None
        if not accept:
            decline_offer(self.session, offer_id, now=self.now)
            self.session.commit()
            use.state = "given_up" if stands else use.state
            return
        done = self.tries(lambda: accept_offer(self.session, offer_id, now=self.now), stands)
        if done:
            self.model.put(f"booking {done.id}", use.place, use.first, use.end, use.person)
