"""Steps of the machine: series placed, changed and cancelled from one date on or as a whole, skipped dates taken up."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.models import BookingSpace
from labspace.bookings.series.actions import (
    cancel_series,
    change_series,
    give_up_date,
    place_series,
    take_up_date,
)
from labspace.bookings.series.actions.change import SeriesEdit
from labspace.bookings.series.actions.take_up import Elsewhere
from labspace.bookings.series.models import SeriesDate
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.spaces.kinds import SpaceKind
from tests.bookings.machine_house import OF_KIND, ON_A_DAY, PEOPLE, TUESDAY, WHICH, InTheHouse, When, indices
from tests.bookings.simple_model import DAY, Date, Series

POOL = ""
"""Any desk."""
OFTEN = [*OF_KIND["room"], *OF_KIND["desk"], POOL]


class SeriesOfBookings(InTheHouse):
    """What people do with dates that come back every day."""

    def choice(self, place: str) -> list[str]:
        return [place] if place else ["desk", "second"]

    def free(self, place: str, first: int, end: int, person: str = "") -> list[str]:
        return [
            one
            for one in self.choice(place)
            if self.model.keeps_rules(one, first, end) and self.model.fits(one, first, end, person=person)
        ]

    @rule(
        who=PEOPLE, place=st.sampled_from(OFTEN), when=ON_A_DAY, count=st.integers(2, 3), skip=st.booleans()
    )
    def place_series(self, who: str, place: str, when: When, count: int, skip: bool) -> None:
        first, end = self.time(when)
        times = [(first + day * DAY, end + day * DAY) for day in range(count)]
        free = [self.free(place, *one, who) for one in times]
        wish = SeriesWish(
            rule=Recurrence(frequency=Frequency.DAILY, count=count),
            first_on=TUESDAY + timedelta(days=first // DAY),
            starts_minute=first % DAY * 15,
            ends_minute=(end - first // DAY * DAY) * 15,
            space_ids=self.space_ids(place) if place else (),
            pool_location_id=None if place else self.ids.house,
            pool_kind=None if place else SpaceKind.DESK,
        )
        done = self.tries(
            lambda: place_series(self.session, wish, booked_by=self.user(who), now=self.now, skip=skip),
            any(free) if skip else all(free),
        )
        if done is None:
            return
        rows = self.session.execute(
            select(SeriesDate.id, SeriesDate.booking_id)
            .where(SeriesDate.series_id == done.id)
            .order_by(SeriesDate.day)
        ).all()
        dates = []
        for (date_id, booking_id), time, possible in zip(rows, times, free, strict=True):
            assert (booking_id is not None) == bool(possible)
            dates.append(Date(date_id, *time, "skipped"))
            if booking_id is not None:
                self.becomes(dates[-1], booking_id, place, possible, who)
        self.series.append(Series(place, who, dates))

    def becomes(self, one: Date, booking_id: int, place: str, free: list[str], person: str) -> None:
        """Note the booking a date became; of a pool, see which desk it got."""
        if place == POOL:
            of_booking = select(BookingSpace.space_id).where(BookingSpace.booking_id == booking_id)
            place = self.names[self.session.scalars(of_booking).one()]
            assert place in free
        one.state, one.booking = "booked", f"booking {booking_id}"
        self.model.put(one.booking, place, one.first, one.end, person)

    # From here on, or all

    def is_ahead(self, one: Date) -> bool:
        use = self.model.known.get(one.booking)
        return one.state == "booked" and use is not None and use.is_open and use.first > self.model.clock

    def is_open_skip(self, one: Date) -> bool:
        return one.state == "skipped" and one.first > self.model.clock

    def reach(self, series: Series, here: Date, *, everything: bool) -> list[Date]:
        """The dates that a change concerns; none if nothing of them lies ahead."""
        coming = [one for one in series.dates if self.is_ahead(one) or self.is_open_skip(one)]
        start = min((one.day for one in coming), default=0) if everything else here.day
        reached = [one for one in series.dates if one.day >= start]
        return reached if any(one in coming for one in reached) else []

    def pick_date(self, which: int) -> tuple[Series, Date] | None:
        return indices([(each, one) for each in self.series for one in each.dates if one.booking], which)

    @rule(which=WHICH, everything=st.booleans(), other=st.none() | st.integers(0, 8), when=ON_A_DAY, with_exceptions=st.booleans())  # fmt: skip
    def change_series(
        self, which: int, everything: bool, other: int | None, when: When, with_exceptions: bool
    ) -> None:
        if (found := self.pick_date(which)) is None:
            return
        series, here = found
        kinds = OF_KIND[self.model.kind(series.place or "desk")]
        place = None if other is None else kinds[other % len(kinds)]
        begins, stops = (quarter % DAY for quarter in self.time(when))
        reached = self.reach(series, here, everything=everything)
        rows = [one for one in reached if self.is_ahead(one) and (with_exceptions or not one.exception)]
        wanted = [
            (one, place or self.model.known[one.booking].place, one.day * DAY + begins, one.day * DAY + stops)
            for one in rows
        ]
        edit = SeriesEdit(
            starts_minute=begins * 15,
            ends_minute=stops * 15,
            space_ids=self.space_ids(place) if place else (),
            with_exceptions=with_exceptions,
        )
        possible = bool(reached) and self.can_all_move(wanted)
        done = self.tries(
            lambda: change_series(
                self.session,
                int(here.booking.split()[1]),
                edit,
                everything=everything,
                by=self.user("alice"),
                now=self.now,
            ),
            possible,
        )
        if done is None:
            return
        for one in reached:
            if self.is_open_skip(one) or one in rows:
                one.first, one.end = one.day * DAY + begins, one.day * DAY + stops
        for one, where, first, end in wanted:
            use = self.model.known[one.booking]
            one.exception = False
            if (use.place, use.first, use.end) != (where, first, end):
                self.model.put(one.booking, where, first, end, use.person)
        before = [one for one in series.dates if one not in reached]
        changed = Series(series.place if place is None else place, series.person, reached)
        self.series[self.series.index(series)] = changed
        if before:
            self.series.append(Series(series.place, series.person, before))

    def can_all_move(self, wanted: list[tuple[Date, str, int, int]]) -> bool:
        """Whether all these dates may have their new places and times, the old ones given back first."""
        moving = {one.booking for one, *_rest in wanted}
        for one, place, first, end in wanted:
            use = self.model.known[one.booking]
            if set(place.split("+")) == set(use.place.split("+")) and (first, end) == (use.first, use.end):
                continue
            if not self.model.keeps_rules(place, first, end) or not self.model.fits(
                place, first, end, person=use.person, without=moving
            ):
                return False
        return True

    @rule(which=WHICH, everything=st.booleans(), by_house=st.booleans())
    def cancel_series(self, which: int, everything: bool, by_house: bool) -> None:
        if (found := self.pick_date(which)) is None:
            return
        series, here = found
        reached = self.reach(series, here, everything=everything)
        done = self.tries(
            lambda: cancel_series(
                self.session,
                int(here.booking.split()[1]),
                everything=everything,
                by=self.user("alice"),
                now=self.now,
                by_house=by_house,
                code=CancelReason.DAMAGE if by_house else None,
            ),
            bool(reached),
        )
        if done is None:
            return
        for one in reached:
            if self.is_ahead(one):
                self.model.known[one.booking].state = "cancelled"
                one.state = "skipped" if by_house else one.state
            elif self.is_open_skip(one) and not by_house:
                one.state = "given_up"

    # Skipped dates

    @rule(which=WHICH, other=st.none() | st.integers(0, 8))
    def take_up(self, which: int, other: int | None) -> None:
        skipped = [(each, one) for each in self.series for one in each.dates if one.state != "booked"]
        if (found := indices(skipped, which)) is None:
            return
        series, one = found
        single = [place for place in OF_KIND[self.model.kind(series.place or "desk")] if "+" not in place]
        place = series.place if other is None else single[other % len(single)]
        free = self.free(place, one.first, one.end, series.person)
        instead = None
        if other is not None:
            instead = Elsewhere(space_id=self.ids.spaces[place], span=self.span(one.first, one.end))
        done = self.tries(
            lambda: take_up_date(
                self.session, one.id, by=self.user(series.person), now=self.now, instead=instead
            ),
            one.state == "skipped" and bool(free),
        )
        if done:
            self.becomes(one, done.id, place, free, series.person)
            one.exception = instead is not None

    @rule(which=WHICH, late=st.integers(-1, 4), other=st.integers(0, 8))
    def a_skipped_date_is_taken_up_elsewhere_around_its_hour(self, which: int, late: int, other: int) -> None:
        """Where it is free its rules hold as for any booking: rarely met step by step."""
        open_ones = [one for each in self.series for one in each.dates if one.state != "booked"]
        if (one := indices(open_ones, which)) is not None and one.state == "skipped":
            self.model.clock = max(self.model.clock, one.first + late)
            self.take_up(which=open_ones[::-1].index(one), other=other)

    @rule(which=WHICH)
    def give_up(self, which: int) -> None:
        skipped = [(each, one) for each in self.series for one in each.dates if one.state == "skipped"]
        if (found := indices(skipped, which)) is not None:
            series, one = found
            self.tries(lambda: give_up_date(self.session, one.id, by=self.user(series.person)), possible=True)
            one.state = "given_up"
