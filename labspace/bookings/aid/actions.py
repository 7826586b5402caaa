"""Noting what was registered, and reminding the team of what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.aid.models import AidRegisteredUse, AidRegistration, AidReminder
from labspace.bookings.aid.queries import uses_since
from labspace.bookings.aid.rules import Use, window_of, working_day_after
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location

REMINDED_AHEAD = 5
"""Working days before something is due."""


@dataclass(frozen=True)
class RegisterDue:
    """Uses of a house are to be registered soon."""

    house: Location
    uses: Sequence[Use]
    at: datetime


def register(
    session: Session, beneficiary: str, *, registered_on: date, reference: str, by: User, now: datetime
) -> int:
    """Note that all open uses of one beneficiary are in the register; returns how many.

    Raises `Refused` with `nothing_to_register` if there are none: somebody else was quicker.
    """
    by_id = by.id
    begin_write(session)
    session.get(User, by_id, with_for_update=True)
    uses = uses_since(session, window_of(now.date()), beneficiary=beneficiary)
    open_uses = [use for use in uses if use.registered_on is None]
    if not open_uses:
        raise Refused(Refusal("nothing_to_register"))
    number = int(beneficiary[1:])
    is_organisation = beneficiary.startswith("o")
    registration = AidRegistration(
        organisation_id=number if is_organisation else None,
        user_id=None if is_organisation else number,
        registered_on=registered_on,
        reference=reference.strip()[:120],
        by_id=by_id,
        at=now,
    )
    session.add(registration)
    session.flush()
    session.add_all(
        AidRegisteredUse(
            booking_id=use.booking_id, registration_id=registration.id, advantage_cents=use.advantage_cents
        )
        for use in open_uses
    )
    session.flush()
    return len(open_uses)


def remind_of_register(session: Session, *, now: datetime) -> int:
    """Tell the team of each house once a week what is to be registered within five working days.

    Looks without a lock first; away for a week, the next round tells all that is due or overdue.
    """
    due = [
        (house, uses) for house in _unreminded(session, now=now) if (uses := _due(session, house, now=now))
    ]
    if not due:
        return 0
    begin_write(session)
    for house, uses in due:
        monday = _monday(house, now=now)
        if session.get(AidReminder, (house.id, monday)) is not None:
            continue
        session.add(AidReminder(location_id=house.id, monday=monday, sent_at=now))
        session.flush()
        announce(session, RegisterDue(house, uses, now))
    return len(due)


def _unreminded(session: Session, *, now: datetime) -> list[Location]:
    houses = session.scalars(select(Location).order_by(Location.position, Location.id)).all()
    reminded = {
        (row.location_id, row.monday)
        for row in session.scalars(select(AidReminder).where(AidReminder.sent_at > now - timedelta(days=15)))
    }
    return [house for house in houses if (house.id, _monday(house, now=now)) not in reminded]


def _due(session: Session, house: Location, *, now: datetime) -> list[Use]:
    today = now.astimezone(house.zone).date()
    until = working_day_after(today, REMINDED_AHEAD, region=house.region_on(today))
    uses = uses_since(session, window_of(today), location_id=house.id)
    return [use for use in uses if use.registered_on is None and use.register_by <= until]


def _monday(house: Location, *, now: datetime) -> date:
    today = now.astimezone(house.zone).date()
    return today - timedelta(days=today.weekday())
