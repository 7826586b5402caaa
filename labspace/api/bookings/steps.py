"""The life of a booking, step by step, through the actions of the pages; each raises `Refused`, none commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.api.bookings.asks import (
    AttendanceAsk,
    CancellationAsk,
    ChangeAsk,
    ConfirmationAsk,
    RejectionAsk,
)
from labspace.api.ground.caller import Caller
from labspace.api.ground.field_errors import problem_of_fields
from labspace.bookings import actions
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.models import Booking
from labspace.bookings.wanted import find_wanted_spaces
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refusal, Refused
from labspace.events.attendance.actions import tell_attendance
from labspace.events.attendance.rules import counted_days
from labspace.events.decision.actions.approve import approve_event
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan


def change(
    session: Session, booking: Booking, ask: ChangeAsk, caller: Caller, *, now: datetime, seen: int | None
) -> Booking:
    """Move, resize, retitle: all of it or nothing."""
    if booking.kind is SpaceKind.POPUP_SLOT:
        raise Refused(Refusal("not_allowed"))
    is_own = booking.booked_by_id == caller.user.id
    if is_own and ask.override_reason and not caller.runs(booking.location_id):
        raise Refused(Refusal("not_allowed"))
    has_door = not is_own or bool(ask.override_reason)
    return actions.change_booking(
        session,
        booking.id,
        changed_wish(session, booking, ask),
        by=caller.user,
        now=now,
        door=StaffDoor(entered_by=caller.user, reason=ask.override_reason.strip()) if has_door else None,
        expected_version=seen,
    )


def changed_wish(session: Session, booking: Booking, ask: ChangeAsk) -> Wish:
    """The booking as it would be with what was named; the rest stays."""
    starts_at, ends_at = ask.starts_at or booking.starts_at, ask.ends_at or booking.ends_at
    if ends_at <= starts_at:
        raise Refused(Refusal("ends_before_it_begins"))
    space_ids = tuple(space.id for space in booking.spaces)
    if ask.spaces is not None:
        wanted = find_wanted_spaces(session, ask.spaces)
        if wanted is None:
            raise Refused(Refusal("space_unknown"))
        space_ids = tuple(space.id for space in wanted.spaces)
    return Wish(
        span=TimeSpan(starts_at, ends_at),
        space_ids=space_ids,
        setup_minutes=booking.setup_minutes,
        teardown_minutes=booking.teardown_minutes,
        details=Details(
            title=booking.title if ask.title is None else ask.title.strip(),
            people=ask.people or booking.people,
            note=booking.note if ask.note is None else ask.note,
        ),
    )


def confirm(
    session: Session,
    booking: Booking,
    ask: ConfirmationAsk,
    caller: Caller,
    *,
    now: datetime,
    seen: int | None,
) -> Booking:
    """Confirm what was asked for; where four eyes decide, the first of two only recommends."""
    if booking.kind is SpaceKind.EVENT_AREA:
        approve_event(
            session,
            booking.id,
            by=caller.user,
            now=now,
            conditions=[text for text in ask.conditions if text.strip()],
            over_rank_reason=ask.over_rank_reason,
            expected_version=seen,
        )
        return booking
    return actions.confirm_booking(session, booking.id, by=caller.user, now=now, expected_version=seen)


def reject(
    session: Session, booking: Booking, ask: RejectionAsk, caller: Caller, *, now: datetime, seen: int | None
) -> Booking:
    """Reject what was asked for; whoever asked is told why."""
    return actions.reject_booking(
        session,
        booking.id,
        by=caller.user,
        now=now,
        code=ask.code,
        reason=ask.reason.strip(),
        expected_version=seen,
    )


def cancel(
    session: Session,
    booking: Booking,
    ask: CancellationAsk,
    caller: Caller,
    *,
    now: datetime,
    seen: int | None,
) -> Booking:
    """Cancel one's own booking, or for the house that of somebody else, which needs a reason."""
    return actions.cancel_booking(
        session,
        booking.id,
        by=caller.user,
        now=now,
        code=ask.code,
        reason=ask.reason.strip(),
        by_house=booking.booked_by_id != caller.user.id,
        expected_version=seen,
    )


def check_in(
    session: Session, booking: Booking, caller: Caller, *, now: datetime, seen: int | None
) -> Booking:
    """Say that one is there; staff note it later too."""
    return actions.check_in(
        session,
        booking.id,
        by=caller.user,
        now=now,
        expected_version=seen,
        in_person=not caller.runs(booking.location_id),
    )


def tell_who_came(
    session: Session,
    booking: Booking,
    ask: AttendanceAsk,
    caller: Caller,
    *,
    now: datetime,
    seen: int | None,
) -> Booking:
    """Keep how many came to an event."""
    return tell_attendance(
        session,
        booking.id,
        _numbers(booking, ask),
        source=ask.source,
        note=ask.note,
        by=caller.user,
        now=now,
        expected_version=seen,
    )


def _numbers(booking: Booking, ask: AttendanceAsk) -> Mapping[date, int]:
    if (ask.people is None) == (ask.days is None):
        raise problem_of_fields([("missing", ("people",), {})])
    if ask.days is not None:
        return ask.by_day()
    days = [day for day, _part in counted_days(booking.span, zone=booking.location.zone)]
    if len(days) > 1:
        raise problem_of_fields([("missing", ("days",), {})])
    return {days[0]: ask.people or 0}
