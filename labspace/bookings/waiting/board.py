"""What is free of one kind in one house over weeks, read once for all wishes that ask for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import claims_for
from labspace.bookings.free_room import fits_in, room_in
from labspace.bookings.queries import Claimed, claims_between
from labspace.bookings.rulebook.book import RuleEntry, Rules, rules_for
from labspace.bookings.rulebook.breaches import broken_time_rules
from labspace.bookings.rulebook.queries import rule_entries
from labspace.bookings.waiting.fitting import Pattern, answer_until
from labspace.bookings.waiting.models import WaitingWish
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import bookable_spans, spaces_of, units_by_space
from labspace.times import TimeSpan, start_of_day


@dataclass(frozen=True)
class Fit:
    """A space and a time that suit a wish, and until when one may think about it."""

    space: Space
    span: TimeSpan
    until: datetime


@dataclass
class Board:
    """The free time of one kind in one house from now on; `take` keeps it true after an offer."""

    house: Location
    spaces: Sequence[Space]
    units: Mapping[int, frozenset[int]]
    entries: Sequence[RuleEntry]
    bookable: Mapping[int, list[TimeSpan]]
    room: dict[int, list[TimeSpan]]
    now: datetime

    @property
    def unit_ids(self) -> frozenset[int]:
        return frozenset().union(*self.units.values())

    def rules(self, space: Space, day: date) -> Rules:
        return rules_for(self.entries, kind=space.kind, space_id=space.id, day=day)

    def fits(self, wish: WaitingWish, *, without: Iterable[date] = ()) -> Iterable[Fit]:
        """Everything that suits, earliest first; of several spaces at once the smallest that will do."""
        pattern, zone = wish.pattern, self.house.zone
        suitable = [space for space in self.spaces if suits(wish, space)]
        today = self.now.astimezone(zone).date()
        for day in pattern.days(since=today, without=frozenset(without)):
            found = [fit for space in suitable if (fit := self._first(space, day, pattern)) is not None]
            yield from sorted(found, key=lambda fit: fit.span.starts_at)

    def take(self, space: Space, span: TimeSpan) -> None:
        """`span` of this space is somebody's from now on."""
        lost = self.units[space.id]
        for other in self.spaces:
            if self.units[other.id] & lost:
                rules = self.rules(other, span.starts_at.astimezone(self.house.zone).date())
                rows = claims_for(span, unit_ids=[0], rules=rules)
                buffers = [row.span for row in rows if not row.is_core]
                self.room[other.id] = room_in(self.room[other.id], [span], buffers, rules=rules)

    def _first(self, space: Space, day: date, pattern: Pattern) -> Fit | None:
        zone, window = self.house.zone, pattern.window(day, zone=self.house.zone)
        if window is None or not space.exists_on(day):
            return None
        rules = self.rules(space, day)
        possible = fits_in(
            self.room[space.id],
            window,
            minutes=pattern.minutes,
            raster_minutes=rules.raster_minutes,
            zone=zone,
        )
        for span in possible:
            until = answer_until(span, rules=rules, zone=zone, now=self.now)
            if until is not None and not any(
                broken_time_rules(
                    span, rules=rules, open_spans=self.bookable[space.id], zone=zone, now=self.now
                )
            ):
                return Fit(space, span, until)
        return None


def suits(wish: WaitingWish, space: Space) -> bool:
    """Whether this is a space the wish asks for, whatever the time."""
    if wish.spaces:
        return space.id in {wanted.id for wanted in wish.spaces}
    enough = space.capacity >= wish.people
    return enough and space.is_unit and set(wish.features) <= set(space.features)


def board_of(session: Session, house: Location, kind: SpaceKind, *, until: date, now: datetime) -> Board:
    """Read the board up to the last local day `until`; as many statements for a large house as for a small."""
    zone = house.zone
    today = now.astimezone(zone).date()
    spaces = spaces_of(session, [house.id], on=today, kind=kind)
    entries = rule_entries(session, [house.id]).get(house.id, [])
    horizon = max((_rules(entries, space, today).horizon_days for space in spaces), default=0)
    last = min(until, today + timedelta(days=horizon))
    window = TimeSpan(
        start_of_day(today, zone=zone), start_of_day(max(last, today) + timedelta(days=1), zone=zone)
    )
    units = units_by_space(session, [space.id for space in spaces], on=today)
    bookable = bookable_spans(session, spaces, window)
    around = window.widened(before=timedelta(days=1), after=timedelta(days=1))
    claims: dict[int, list[Claimed]] = defaultdict(list)
    for claim in claims_between(session, frozenset().union(*units.values()), around):
        if not claim.has_lapsed(now):
            claims[claim.space_id].append(claim)
    room = {
        space.id: room_in(
            bookable[space.id],
            *_kept(claims, units[space.id]),
            rules=_rules(entries, space, today),
        )
        for space in spaces
    }
    by_size = sorted(spaces, key=lambda space: (space.capacity, space.position, space.id))
    return Board(house, by_size, units, entries, bookable, room, now)


def _rules(entries: Sequence[RuleEntry], space: Space, day: date) -> Rules:
    return rules_for(entries, kind=space.kind, space_id=space.id, day=day)


def _kept(
    claims: Mapping[int, list[Claimed]], unit_ids: Iterable[int]
) -> tuple[list[TimeSpan], list[TimeSpan]]:
    own = [claim for unit_id in unit_ids for claim in claims.get(unit_id, ())]
    return [claim.span for claim in own if claim.is_core], [claim.span for claim in own if not claim.is_core]
