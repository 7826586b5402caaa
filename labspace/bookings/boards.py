"""All that decides whether the spaces of a house are free on some days, read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from labspace.bookings.bookers import Reader
from labspace.bookings.free_room import room_in
from labspace.bookings.queries import Claimed, claims_between
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.breaches import Booker, broken_time_rules, broken_who_rules
from labspace.bookings.rulebook.judging import staffed_in
from labspace.bookings.space_times import rules_in
from labspace.spaces.house import House, HouseSpace
from labspace.times import TimeSpan, covers, first_and_last_day


@dataclass(frozen=True)
class Board:
    """All that decides whether a space of one house is free on some days, read once."""

    house: House
    day: date
    rules: Mapping[int, Rules]
    bookable: Mapping[int, list[TimeSpan]]
    claims: Mapping[int, list[Claimed]]
    now: datetime
    booker: Booker
    """As whom the reader would book, where a rule asks for that."""

    def room(self, space: HouseSpace) -> list[TimeSpan]:
        """Where a use of this space may lie as a whole."""
        units = self.house.units_on(self.day)[space.id]
        own = [claim for unit_id in units for claim in self.claims.get(unit_id, ())]
        cores = [claim.span for claim in own if claim.is_core]
        buffers = [claim.span for claim in own if not claim.is_core]
        return room_in(self.bookable[space.id], cores, buffers, rules=self.rules[space.id])

    @cached_property
    def staffed(self) -> list[TimeSpan] | None:
        """The opening of the house from now on, where a lead time is counted in it."""
        return staffed_in(self.house, self.rules.values(), now=self.now)

    def allows(self, space: HouseSpace, span: TimeSpan) -> bool:
        """Whether the rules of the space let the reader book `span`, apart from quotas."""
        rules = self.rules[space.id]
        return not any(broken_who_rules(self.booker, rules=rules)) and not any(
            broken_time_rules(
                span,
                rules=rules,
                open_spans=self.bookable[space.id],
                zone=self.house.zone,
                now=self.now,
                staffed=self.staffed,
            )
        )

    def is_free(self, space: HouseSpace, span: TimeSpan) -> bool:
        return covers(self.room(space), span) and self.allows(space, span)


def days_of(house: House, span: TimeSpan) -> TimeSpan:
    """The whole local days the span touches: what a house remembers its opening by."""
    return TimeSpan.of_days(*first_and_last_day(span, zone=house.zone), zone=house.zone)


def boards_for(
    session: Session,
    wanted: Sequence[tuple[House, Sequence[HouseSpace]]],
    window: TimeSpan,
    *,
    now: datetime,
    reader: Reader | None,
    but_not: int | None = None,
) -> list[Board]:
    """A board of each house for these spaces in `window`; one statement for all claims, one for each house's rules.

    Rules, spaces and their parts are those of the first day. What `but_not` claims counts as free, as does
    what is held for the `reader`.
    """
    first = [(house, spaces, window.starts_at.astimezone(house.zone).date()) for house, spaces in wanted]
    return boards_on(session, first, window, now=now, reader=reader, but_not=but_not)


def boards_on(
    session: Session,
    wanted: Sequence[tuple[House, Sequence[HouseSpace], date]],
    window: TimeSpan,
    *,
    now: datetime,
    reader: Reader | None,
    but_not: int | None = None,
) -> list[Board]:
    """As `boards_for`, with the rules, spaces and parts of the day that is named for each."""
    claims: dict[int, list[Claimed]] = defaultdict(list)
    boards, unit_ids, reach = [], set[int](), timedelta()
    for house, spaces, day in wanted:
        rules, units = rules_in(session, house, on=day), house.units_on(day)
        booker = Booker()
        if reader is not None and any(rules[space.id].asks_who for space in spaces):
            booker = reader.booker(session, location_id=house.id)
        boards.append(Board(house, day, rules, house.bookable(window, on=day), claims, now, booker))
        for space in spaces:
            unit_ids |= units[space.id]
            reach = max(reach, rules[space.id].buffer_before, rules[space.id].buffer_after)
    for claim in claims_between(session, unit_ids, window.widened(before=reach, after=reach)):
        is_moved = but_not is not None and claim.booking_id == but_not
        is_own_hold = reader is not None and claim.held_for_id == reader.user.id
        if not is_moved and not is_own_hold and not claim.has_lapsed(now):
            claims[claim.space_id].append(claim)
    return boards
