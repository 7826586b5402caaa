"""What has lapsed is settled before anything new is judged, and the queue behind it moves up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, text
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.announcements import announce
from labspace.bookings.actions.claims import (
    SpaceTaken,
    core_span,
    drop_claims,
    in_the_way,
    lock_spaces,
    refuse_if_taken,
    take_claims,
    unit_rules_of_booking,
    units_of,
)
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.actions.option_clocks import WaitsBehind, end_clock, keep_clocks
from labspace.bookings.changes import BookingLapsed, OptionPassedOver, OptionPromoted
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.ranks import Waiting, ranks
from labspace.bookings.rulebook.book import rules_for
from labspace.bookings.rulebook.queries import rule_entries
from labspace.bookings.states import BookingState
from labspace.db import begin_write
from labspace.spaces.kinds import AT_ONCE, SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan

# In these words the planner sees that the small index of undecided bookings will do.
_UNDECIDED = text("booking.state IN ('requested', 'option')")


def _overdue(now: datetime) -> ColumnElement[bool]:
    """Options whose deadline has passed, and requests for what begins while nobody has approved it."""
    return or_(
        and_(Booking.state == BookingState.OPTION, Booking.option_until <= now),
        and_(
            Booking.state == BookingState.REQUESTED,
            Booking.kind.in_(AT_ONCE),
            Booking.starts_at <= now,
        ),
    )


def lapsed_options(session: Session, *, now: datetime) -> Sequence[Booking]:
    """What is undecided in any house though its time has passed, the longest overdue options first."""
    return session.scalars(
        select(Booking).where(_UNDECIDED, _overdue(now)).order_by(Booking.option_until, Booking.id)
    ).all()


def settle_all_options(session: Session, *, now: datetime) -> int:
    """End everything undecided whose time has passed and return how many; safe to run every minute.

    Looks without a lock first: most minutes there is nothing to do.
    """
    if not lapsed_options(session, now=now):
        return 0
    begin_write(session)
    due = [booking.id for booking in lapsed_options(session, now=now)]
    unit_ids = set(session.scalars(select(BookedUnit.space_id).where(BookedUnit.booking_id.in_(due))))
    lock_spaces(session, unit_ids)
    return settle_options(session, unit_ids, now=now)


def settle_options(session: Session, unit_ids: Collection[int], *, now: datetime) -> int:
    """End what is undecided on these locked units though its time has passed; return how many.

    Those who waited behind them move up in the same transaction, told from now on. With one event area
    all of its house are locked, and settled: a queue that is ranked anew holds nothing overdue.
    """
    areas = select(Space.location_id).where(Space.id.in_(unit_ids), Space.kind == SpaceKind.EVENT_AREA)
    on_units = Booking.id.in_(select(BookedUnit.booking_id).where(BookedUnit.space_id.in_(unit_ids)))
    lapsed = session.scalars(
        select(Booking)
        .where(
            _UNDECIDED,
            _overdue(now),
            Booking.location_id.in_(select(Space.location_id).where(Space.id.in_(unit_ids))),
            or_(on_units, and_(Booking.kind == SpaceKind.EVENT_AREA, Booking.location_id.in_(areas))),
        )
        .order_by(Booking.option_until, Booking.id)
        .execution_options(populate_existing=True)
    ).all()
    for booking in lapsed:
        before = snapshot(booking)
        drop_claims(session, booking)
        booking.become(BookingState.EXPIRED, now=now)
        booking.option_rank = None
        end_clock(session, booking, now=now)
        note(session, booking, what="lapsed", before=before, actor_id=None, at=now)
        announce(session, BookingLapsed(booking, None, now))
    for location_id in sorted(
        {booking.location_id for booking in lapsed if not booking.kind.is_booked_at_once}
    ):
        rank_options(session, location_id, now=now)
    return len(lapsed)


def promote_behind(session: Session, gone: Booking, *, now: datetime) -> None:
    """Let the options that waited for the time of `gone` move up."""
    if gone.kind is SpaceKind.EVENT_AREA:
        rank_options(session, gone.location_id, now=now)


def join_queue(session: Session, booking: Booking, *, now: datetime, until: datetime | None = None) -> None:
    """Give a new or moved option its rank behind all who were there before; the first one claims.

    `until` is a deadline other than the usual one, if it becomes first at once. Raises `SpaceTaken` if part of the time is confirmed to somebody else, or blocked.
    """
    unit_ids = units_of(session, booking.id)
    refuse_if_taken(
        claim
        for claim in in_the_way(
            session,
            core_of(booking),
            unit_ids=unit_ids,
            rules=unit_rules_of_booking(session, booking, unit_ids=unit_ids),
        )
        if claim.state is not BookingState.OPTION
    )
    booking.option_rank = None
    session.flush()
    first_until = {booking.id: until} if until else {}
    rank_options(session, booking.location_id, now=now, first_until=first_until)


def rank_options(
    session: Session, location_id: int, *, now: datetime, first_until: Mapping[int, datetime] | None = None
) -> None:
    """Give every option of a house the rank and clock it has now; whoever became first claims.

    The event areas of the house are locked. An option that would be first but whose time is partly
    confirmed to somebody else stays behind, and the next one is tried.
    """
    options = {booking.id: booking for booking in _options_of(session, location_id)}
    old_ranks = {booking_id: booking.option_rank for booking_id, booking in options.items()}
    waiting, barred = _queue(session, options.values()), set[int]()
    while (refused := _claim_as_first(session, options, ranks(waiting, barred=barred), now=now)) is not None:
        barred.add(refused)
    for booking_id, rank in ranks(waiting, barred=barred).items():
        options[booking_id].option_rank = rank
    # Clocks before letters: who is told of a new rank is told until when.
    given_away = keep_clocks(
        session,
        options,
        barred=barred,
        waits_behind=_waits_behind(waiting, options),
        first_until=first_until or {},
        now=now,
    )
    for booking_id, booking in options.items():
        is_news = booking_id in given_away
        _note_rank(session, booking, old_rank=old_ranks[booking_id], given_away=is_news, now=now)


def _waits_behind(waiting: Collection[Waiting], options: Mapping[int, Booking]) -> WaitsBehind:
    by_id = {one.booking_id: one for one in waiting}

    def waits_behind(one: int, other: int) -> bool:
        return one in by_id and options[one].option_rank != 1 and by_id[one].excludes(by_id[other])

    return waits_behind


def core_of(booking: Booking) -> TimeSpan:
    """What a booking claims or would claim: its time with the set-up and tear-down asked for."""
    return core_span(
        booking.span, setup_minutes=booking.setup_minutes, teardown_minutes=booking.teardown_minutes
    )


def _options_of(session: Session, location_id: int) -> Sequence[Booking]:
    return session.scalars(
        select(Booking)
        .where(_UNDECIDED, Booking.state == BookingState.OPTION, Booking.location_id == location_id)
        .options(joinedload(Booking.location), selectinload(Booking.spaces))
        .order_by(Booking.id)
        .execution_options(populate_existing=True)
    ).all()


def _queue(session: Session, options: Collection[Booking]) -> list[Waiting]:
    if not options:
        return []
    unit_ids: dict[int, set[int]] = defaultdict(set)
    planned = select(BookedUnit.booking_id, BookedUnit.space_id).where(
        BookedUnit.booking_id.in_([booking.id for booking in options])
    )
    for booking_id, space_id in session.execute(planned):
        unit_ids[booking_id].add(space_id)
    rulebook = rule_entries(session, {booking.location_id for booking in options})
    queue = []
    for booking in options:
        day = booking.starts_at.astimezone(booking.location.zone).date()
        entries = rulebook[booking.location_id]
        rules = [
            rules_for(entries, kind=booking.kind, space_id=space.id, day=day) for space in booking.spaces
        ]
        queue.append(
            Waiting(
                booking_id=booking.id,
                unit_ids=frozenset(unit_ids[booking.id]),
                core=core_of(booking),
                before=max(one.buffer_before for one in rules),
                after=max(one.buffer_after for one in rules),
                rank=booking.option_rank,
            )
        )
    return queue


def _claim_as_first(
    session: Session, options: dict[int, Booking], given: dict[int, int], *, now: datetime
) -> int | None:
    """Claim for those who became first; the id of one who cannot, if any."""
    for booking_id in sorted(booking_id for booking_id, rank in given.items() if rank == 1):
        booking = options[booking_id]
        if booking.option_rank == 1:
            continue
        unit_ids = units_of(session, booking_id)
        rules = unit_rules_of_booking(session, booking, unit_ids=unit_ids)
        try:
            with session.begin_nested():
                take_claims(session, booking, unit_ids=unit_ids, rules=rules, now=now)
        except SpaceTaken:
            return booking_id
        booking.option_rank = 1
    return None


def _note_rank(
    session: Session, booking: Booking, *, old_rank: int | None, given_away: bool, now: datetime
) -> None:
    # A newcomer's rank is part of being placed or moved, and told with that.
    if old_rank is None or booking.option_rank is None:
        return
    if booking.option_rank == old_rank and not given_away:
        return
    rose = booking.option_rank < old_rank
    before = {**snapshot(booking), "option_rank": old_rank}
    what = "promoted" if rose else "passed_over"
    note(session, booking, what=what, before=before, actor_id=None, at=now, reschedules=False)
    change = OptionPromoted if rose else OptionPassedOver
    announce(session, change(booking, None, now, old_rank=old_rank))
