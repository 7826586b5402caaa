"""Taking and giving back claims under the lock; what all booking actions share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from labspace.bookings.actions.lapse import of_others, take_up_holds, without_lapsed
from labspace.bookings.claim_models import Claim
from labspace.bookings.guards import is_overlap
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.queries import Claimed, claims_between
from labspace.bookings.rulebook.book import Rules, UnitRules, rules_of_unit
from labspace.bookings.rulebook.queries import rules_of
from labspace.bookings.states import CLAIMING, BookingState
from labspace.db import BigId, insert_rows
from labspace.errors import Refusal, Refused
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import units_by_space
from labspace.times import TimeSpan, union


class SpaceTaken(Refused):
    """Somebody else has the space; `conflicts` are merged spans without persons."""

    def __init__(self, conflicts: Sequence[TimeSpan] = (), *, holder_id: int | None = None) -> None:
        super().__init__(Refusal("space_taken"))
        self.conflicts = conflicts
        self.holder_id = holder_id
        """Whose bookings alone are in the way; to be told to nobody else."""


def lock_spaces(session: Session, space_ids: Iterable[int]) -> list[Space]:
    """The spaces, locked against other bookers until the commit, in one statement by ascending id.

    Two people asking for the same desk in the same second take turns here; on SQLite the write
    transaction itself is the turn. With one event area all of its house are locked: an option that
    goes moves others up, and one of the whole area ties the queues of its parts together.
    """
    return list(session.scalars(_LOCK_SPACES, {"ids": sorted(set(space_ids))}).unique())


# Built once: putting this statement together took as long as running it.
_IDS = bindparam("ids", expanding=True, type_=BigId)
_WITH_AREA = select(Space.location_id).where(Space.id.in_(_IDS), Space.kind == SpaceKind.EVENT_AREA)
_AREAS = and_(Space.kind == SpaceKind.EVENT_AREA, Space.location_id.in_(_WITH_AREA))
_LOCK_SPACES = (
    select(Space)
    .where(or_(Space.id.in_(_IDS), _AREAS))
    .options(joinedload(Space.location), joinedload(Space.layouts))
    .order_by(Space.id)
    .with_for_update(key_share=True, of=Space)
    .execution_options(populate_existing=True)
)


def core_span(span: TimeSpan, *, setup_minutes: int, teardown_minutes: int) -> TimeSpan:
    """The span with the set-up and tear-down that were asked for."""
    return span.widened(before=timedelta(minutes=setup_minutes), after=timedelta(minutes=teardown_minutes))


def claims_for(core: TimeSpan, *, unit_ids: Iterable[int], rules: UnitRules) -> list[Claim]:
    """Claim rows for a use of these units: the core, and the buffers of each unit's rules around it."""
    rows = []
    for unit_id in sorted(unit_ids):
        own = rules_of_unit(rules, unit_id)
        rows.append(Claim(space_id=unit_id, span=core, is_core=True))
        if own.buffer_before_minutes:
            before = TimeSpan(core.starts_at - own.buffer_before, core.starts_at)
            rows.append(Claim(space_id=unit_id, span=before, is_core=False))
        if own.buffer_after_minutes:
            after = TimeSpan(core.ends_at, core.ends_at + own.buffer_after)
            rows.append(Claim(space_id=unit_id, span=after, is_core=False))
    return rows


def in_the_way(
    session: Session, core: TimeSpan, *, unit_ids: Collection[int], rules: UnitRules
) -> list[Claimed]:
    """Claims that forbid a use of these units: anything under the core, cores under its buffers."""
    around = widest(core, (rules_of_unit(rules, unit_id) for unit_id in unit_ids))
    return forbidding(claims_between(session, unit_ids, around), core, rules=rules)


def widest(core: TimeSpan, rules: Iterable[Rules]) -> TimeSpan:
    """The core with the widest buffers of any of these rules."""
    kept = list(rules)
    return core.widened(
        before=max((one.buffer_before for one in kept), default=timedelta()),
        after=max((one.buffer_after for one in kept), default=timedelta()),
    )


def forbidding(claims: Iterable[Claimed], core: TimeSpan, *, rules: UnitRules) -> list[Claimed]:
    """Of `claims` those that forbid a use: two buffers may overlap, nothing else."""
    return [
        claim
        for claim in claims
        if claim.span.overlaps(
            widest(core, [rules_of_unit(rules, claim.space_id)]) if claim.is_core else core
        )
    ]


def refuse_if_taken(claims: Iterable[Claimed]) -> None:
    """Raise `SpaceTaken` if there are any."""
    if rivals := list(claims):
        raise SpaceTaken(union(claim.span for claim in rivals), holder_id=holder_of(rivals))


def holder_of(claims: Iterable[Claimed]) -> int | None:
    """Whose bookings alone these claims are; None if several people's, or nobody's."""
    holders = {claim.booked_by_id for claim in claims}
    return holders.pop() if len(holders) == 1 else None


def units_of(session: Session, booking_id: int) -> frozenset[int]:
    """The undivided units a booking is planned on."""
    return frozenset(session.scalars(select(BookedUnit.space_id).where(BookedUnit.booking_id == booking_id)))


def rules_by_unit(units: Mapping[int, frozenset[int]], rules: Mapping[int, Rules]) -> dict[int, Rules]:
    """The rules of each unit: those of the space it was asked for as, by the units of each space."""
    return {unit_id: rules[space_id] for space_id, unit_ids in units.items() for unit_id in unit_ids}


def unit_rules_of_booking(session: Session, booking: Booking, *, unit_ids: Iterable[int]) -> UnitRules:
    """The rules in force for each of the units a booking is planned on, on its first day."""
    day = booking.starts_at.astimezone(booking.location.zone).date()
    rules = rules_of(session, booking.spaces, on=day)
    of_first = rules[booking.spaces[0].id]
    if len(booking.spaces) == 1:
        return of_first
    known = rules_by_unit(units_by_space(session, rules, on=day), rules)
    # A unit that came to an area by rebuilding after it was booked keeps what the first space asks for.
    return {unit_id: known.get(unit_id, of_first) for unit_id in unit_ids}


def plan_units(session: Session, booking: Booking, *, unit_ids: Iterable[int]) -> None:
    """Write which units the booking is planned on; figures read these rows for ever."""
    rows = [
        {
            "booking_id": booking.id,
            "space_id": unit_id,
            "starts_at": booking.starts_at,
            "ends_at": booking.ends_at,
        }
        for unit_id in sorted(unit_ids)
    ]
    insert_rows(session, BookedUnit, rows)


def held_or_free(
    session: Session,
    core: TimeSpan,
    *,
    unit_ids: Collection[int],
    rules: UnitRules,
    booker_id: int,
    now: datetime,
) -> list[Claimed]:
    """What is held for the booker on these locked units; raises `SpaceTaken` if others have any of it."""
    rivals = without_lapsed(session, in_the_way(session, core, unit_ids=unit_ids, rules=rules), now=now)
    refuse_if_taken(of_others(rivals, booker_id))
    return rivals


def take_claims(
    session: Session, booking: Booking, *, unit_ids: Collection[int], rules: UnitRules, now: datetime
) -> None:
    """Claim the booking's time on these units; raises `SpaceTaken` if somebody else has it.

    What is held for the booker is taken up. The check gives the kind answer; the database's guard
    gives the guarantee.
    """
    core = core_span(
        booking.span, setup_minutes=booking.setup_minutes, teardown_minutes=booking.teardown_minutes
    )
    held = held_or_free(
        session, core, unit_ids=unit_ids, rules=rules, booker_id=booking.booked_by_id, now=now
    )
    claim_free(session, booking, core, unit_ids=unit_ids, rules=rules, held=held, now=now)


def claim_free(
    session: Session,
    booking: Booking,
    core: TimeSpan,
    *,
    unit_ids: Collection[int],
    rules: UnitRules,
    held: Collection[Claimed],
    now: datetime,
) -> None:
    """Claim time that was found free, or `held` for the booker, under the same lock."""
    take_up_holds(session, held, booking, now=now)
    rows = claims_for(core, unit_ids=unit_ids, rules=rules)
    for row in rows:
        row.booking_id = booking.id
    put_claims(session, rows)


def holds_claims(booking: Booking) -> bool:
    """Whether a booking in this state and rank keeps others off."""
    if booking.state is BookingState.OPTION:
        return booking.option_rank == 1
    return booking.state in CLAIMING


_WRITTEN = [column.name for column in Claim.__table__.columns if column.name != "id"]


def put_claims(session: Session, rows: Iterable[Claim]) -> None:
    """Insert claims; raises `SpaceTaken` if the database finds one in the way after all.

    The transaction at hand has failed then and must be rolled back, or the savepoint around it.
    """
    try:
        insert_rows(session, Claim, [_values(row) for row in rows])
    except IntegrityError as error:
        if is_overlap(error):
            raise SpaceTaken from error
        raise


def _values(row: Claim) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _WRITTEN}


def drop_claims(session: Session, booking: Booking) -> None:
    """Give back everything a booking keeps others off."""
    session.execute(delete(Claim).where(Claim.booking_id == booking.id))
