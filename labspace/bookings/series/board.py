"""All that decides about many dates of a few spaces, read in a handful of statements."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions.checks import StaffDoor, needs_approval
from labspace.bookings.actions.claims import claims_for, forbidding, rules_by_unit, widest
from labspace.bookings.actions.lapse import without_lapsed
from labspace.bookings.capacity import Halls, divisible_areas, too_many
from labspace.bookings.presence import check_in_deadline
from labspace.bookings.queries import Claimed, claims_between
from labspace.bookings.rulebook.book import RuleEntry, Rules, rules_for
from labspace.bookings.rulebook.breaches import broken_time_rules
from labspace.bookings.rulebook.judging import staffed_hours
from labspace.bookings.rulebook.products import product_of
from labspace.bookings.rulebook.queries import rule_entries
from labspace.bookings.wishes import Details
from labspace.errors import Refusal
from labspace.spaces.models import Space, SpacePart
from labspace.spaces.queries import bookable_spans
from labspace.times import TimeSpan, first_and_last_day

if TYPE_CHECKING:
    from labspace.bookings.series.asker import Asker

DAY = timedelta(days=1)


@dataclass
class Parts:
    """Of what undivided units spaces consist, day by day."""

    rows: Mapping[int, list[tuple[int, date, date | None]]]

    def units(self, space_id: int, *, on: date) -> frozenset[int]:
        """The units of a space on a day: itself, or the parts of its parts."""
        parts = [
            part_id
            for part_id, first, last in self.rows.get(space_id, ())
            if first <= on and (last is None or on <= last)
        ]
        if not parts:
            return frozenset({space_id})
        return frozenset().union(*(self.units(part_id, on=on) for part_id in parts))

    def ever(self, space_ids: Iterable[int]) -> set[int]:
        """The spaces with all that was or will be part of them."""
        found, left = set[int](), list(space_ids)
        while left:
            space_id = left.pop()
            if space_id not in found:
                found.add(space_id)
                left += [part_id for part_id, _first, _last in self.rows.get(space_id, ())]
        return found


def load_parts(session: Session, location_id: int) -> Parts:
    """What the divisible spaces of a house consist of; one statement."""
    rows: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
    question = (
        select(SpacePart.whole_id, SpacePart.part_id, SpacePart.valid_from, SpacePart.valid_until)
        .join(Space, Space.id == SpacePart.whole_id)
        .where(Space.location_id == location_id)
        .order_by(SpacePart.id)
    )
    for whole_id, part_id, first, last in session.execute(question):
        rows[whole_id].append((part_id, first, last))
    return Parts(rows)


@dataclass
class Board:
    """Rules, opening and claims of the spaces of one house during a window."""

    spaces: Mapping[int, Space]
    parts: Parts
    entries: Sequence[RuleEntry]
    opening: Mapping[int, list[TimeSpan]]
    now: datetime
    claims: dict[tuple[int, date], list[Claimed]] = field(default_factory=lambda: defaultdict(list))
    """By unit and each UTC day the claim touches."""
    asker: Asker | None = None
    """Who asks, for the rules that look at that; None: nobody in particular."""
    door: StaffDoor | None = None
    """Staff who enter the dates for whoever asks, and why a rule is let pass; None: nobody."""
    staffed: Collection[TimeSpan] | None = None
    """The opening of the house from now on, where a lead time is counted in it."""
    own_holds: Sequence[Claimed] = ()
    """What is held for whoever asks: no obstacle, and ended by what they book there."""
    wholes: Sequence[Space] = ()
    """The divisible areas of the house, where several spaces are asked for."""

    def rules(self, space: Space, span: TimeSpan) -> Rules:
        day = span.starts_at.astimezone(space.location.zone).date()
        return rules_for(self.entries, kind=space.kind, space_id=space.id, day=day)

    def units(self, spaces: Iterable[Space], span: TimeSpan) -> frozenset[int]:
        found = frozenset[int]()
        for space in spaces:
            day = span.starts_at.astimezone(space.location.zone).date()
            found |= self.parts.units(space.id, on=day)
        return found

    def refusals(
        self, spaces: Sequence[Space], span: TimeSpan, details: Details, *, replaced: TimeSpan | None = None
    ) -> list[Refusal]:
        """Everything that stands against the spaces for this span, other claims included.

        `replaced` is the time of a booking that is being moved, for quotas.
        """
        found: list[Refusal] = []
        for space in spaces:
            zone = space.location.zone
            if not all(space.exists_on(day) for day in first_and_last_day(span, zone=zone)):
                found.append(Refusal("space_unknown"))
                continue
            found += broken_time_rules(
                span,
                rules=self.rules(space, span),
                open_spans=self._open_on(space, span),
                zone=zone,
                now=self.now,
                staffed=self.staffed,
            )
        found += self.crowd(spaces, span, details)
        if self.asker is not None:
            found += self.asker.refusals(self, spaces, span, replaced=replaced)
        if self.is_taken(spaces, span):
            found.append(Refusal("space_taken"))
        return list({(refusal.code, str(refusal.values)): refusal for refusal in found}.values())

    def product(self, spaces: Sequence[Space], span: TimeSpan) -> str | None:
        """Id of the product the span is, if it is one."""
        space = spaces[0]
        products = self.rules(space, span).products
        opening = self._open_on(space, span)
        found = product_of(span, products=products, open_spans=opening, zone=space.location.zone)
        return found.id if found else None

    def needs_approval(self, spaces: Sequence[Space], span: TimeSpan) -> bool:
        """Whether a booking of these spaces waits for the house."""
        return needs_approval(spaces, rules={space.id: self.rules(space, span) for space in spaces})

    def waits(self, spaces: Sequence[Space], span: TimeSpan) -> bool:
        """Whether a new booking is requested first: by the rules of the spaces, or because of who asks.

        What staff enter is approved with that.
        """
        if self.door is not None:
            return False
        if self.needs_approval(spaces, span):
            return True
        return self.asker is not None and self.asker.standing(self, spaces, span).needs_approval

    def held(self, spaces: Sequence[Space], span: TimeSpan) -> list[Claimed]:
        """What is held for whoever asks and would be in the way of this use."""
        rules = self.unit_rules(spaces, span)
        return forbidding([one for one in self.own_holds if one.space_id in rules], span, rules=rules)

    def _open_on(self, space: Space, span: TimeSpan) -> list[TimeSpan]:
        """The bookable time of the local days the span touches: a product is looked for in its whole day."""
        first, last = first_and_last_day(span, zone=space.location.zone)
        return _around(self.opening[space.id], TimeSpan.of_days(first, last, zone=space.location.zone))

    def is_taken(self, spaces: Sequence[Space], span: TimeSpan) -> bool:
        """Whether a claim forbids the use, buffers of the house rules included."""
        rules = self.unit_rules(spaces, span)
        return bool(forbidding(self._near(rules, span), span, rules=rules))

    def unit_rules(self, spaces: Iterable[Space], span: TimeSpan) -> dict[int, Rules]:
        """The rules of each unit of these spaces, by its id."""
        asked = list(spaces)
        units = {space.id: self.units([space], span) for space in asked}
        return rules_by_unit(units, {space.id: self.rules(space, span) for space in asked})

    def crowd(self, spaces: Sequence[Space], span: TimeSpan, details: Details) -> list[Refusal]:
        """More people than are approved for the spaces together."""
        halls = None
        if len(spaces) > 1:
            known = [*spaces, *self.wholes]
            halls = Halls(self.wholes, {space.id: self.units([space], span) for space in known})
        return too_many(spaces, people=details.people, layout=details.layout, halls=halls)

    def check_in_until(self, spaces: Sequence[Space], span: TimeSpan) -> datetime | None:
        """Until when somebody who books this checks in; None where nobody waits for it."""
        rules = [self.rules(space, span) for space in spaces]
        return check_in_deadline(rules, starts_at=span.starts_at, now=self.now)

    def take(self, spaces: Sequence[Space], span: TimeSpan) -> None:
        """Count the span as claimed from now on: the next date must not run into it."""
        if self.asker is not None:
            self.asker.count(spaces, span)
        rules = self.unit_rules(spaces, span)
        for row in claims_for(span, unit_ids=rules, rules=rules):
            self.put(
                Claimed(
                    space_id=row.space_id,
                    span=row.span,
                    is_core=row.is_core,
                    booking_id=None,
                    blocking_id=None,
                    booked_by_id=None,
                    organisation_id=None,
                    state=None,
                )
            )

    def put(self, claim: Claimed) -> None:
        for day in _utc_days(claim.span):
            self.claims[claim.space_id, day].append(claim)

    def _near(self, rules: Mapping[int, Rules], span: TimeSpan) -> Iterator[Claimed]:
        around = widest(span, rules.values())
        for unit_id in rules:
            for day in _utc_days(around):
                yield from self.claims.get((unit_id, day), ())


def load_board(
    session: Session,
    spaces: Collection[Space],
    window: TimeSpan,
    *,
    parts: Parts,
    now: datetime,
    without: Collection[int] = (),
    locked: bool = False,
    holder_id: int | None = None,
) -> Board:
    """The board of these spaces of one house; the bookings `without` count as gone. Ten statements at most.

    Lapsed holds count as gone too; where the spaces are `locked` they end here. What is held for the
    person `holder_id`, who asks, is kept apart.
    """
    location_id = next(iter(spaces)).location_id
    board = Board(
        spaces={space.id: space for space in spaces},
        parts=parts,
        entries=rule_entries(session, [location_id])[location_id],
        opening=bookable_spans(session, spaces, window),
        now=now,
        wholes=divisible_areas(session, location_id, on=window.starts_at.date()) if len(spaces) > 1 else (),
    )
    ends = TimeSpan(window.ends_at - DAY, window.ends_at)
    in_force = [board.rules(space, span) for space in spaces for span in (window, ends)]
    board.staffed = staffed_hours(session, next(iter(spaces)).location, in_force, now=now)
    wide = window.widened(before=DAY, after=DAY)
    claims = claims_between(session, parts.ever(board.spaces), wide)
    if locked:
        claims = without_lapsed(session, claims, now=now)
    board.own_holds = [
        claim for claim in claims if claim.held_for_id is not None and claim.held_for_id == holder_id
    ]
    for claim in claims:
        gone = claim.has_lapsed(now) or (claim.booking_id is not None and claim.booking_id in without)
        is_own = claim.held_for_id is not None and claim.held_for_id == holder_id
        if not gone and not is_own and (cut := claim.span.intersection(wide)):
            board.put(replace(claim, span=cut))
    return board


def window_of(spans: Collection[TimeSpan]) -> TimeSpan:
    """From the first to the last of them, with a day around so that buffers are seen."""
    first, last = min(span.starts_at for span in spans), max(span.ends_at for span in spans)
    return TimeSpan(first, last).widened(before=DAY, after=DAY)


def _around(spans: list[TimeSpan], span: TimeSpan) -> list[TimeSpan]:
    """Of merged spans those that touch `span`: `covers` need not look at years of opening hours."""
    after = bisect_left(spans, span.ends_at, key=lambda one: one.starts_at)
    return [one for one in spans[max(0, after - 12) : after] if one.ends_at > span.starts_at]


def _utc_days(span: TimeSpan) -> Iterator[date]:
    day, last = span.starts_at.date(), (span.ends_at - timedelta(microseconds=1)).date()
    while day <= last:
        yield day
        day += DAY
