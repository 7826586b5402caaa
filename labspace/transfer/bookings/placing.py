"""Places bookings from elsewhere through the one door, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.accounts.queries import find_user
from labspace.bookings.actions import place_booking
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.sentences import sentences
from labspace.bookings.wishes import Details, Wish
from labspace.db import begin_write
from labspace.errors import Refused
from labspace.spaces.models import Space
from labspace.times import LocalTimeMissing, TimeSpan, local_moment
from labspace.transfer.bookings.asked import Asked, Finding, NotRead
from labspace.transfer.bookings.words import not_read_text


def place_all(
    session: Session, asked: Iterable[Asked], *, by: User, spaces: Mapping[str, Space], now: datetime
) -> tuple[int, list[Finding]]:
    """How many were placed, and a finding for each that was not; the caller commits or rolls back.

    Entered by `by` of the team, with all rules of the house; what has begun counts as used ("nacherfasst").
    Nobody is written to. Lines are judged in their order, so that two of the file on one space are told.
    """
    begin_write(session)
    placed, findings = 0, list[Finding]()
    for one in asked:
        space, person = spaces.get(one.space), find_user(session, one.email)
        if space is None:
            findings.append(_finding(one, NotRead("no_space", text=one.space, team=by.name)))
        elif person is None:
            findings.append(_finding(one, NotRead("nobody", text=one.email)))
        else:
            try:
                _place(session, one, space, person, by=by, now=now)
                placed += 1
            except Refused as refused:
                findings.append(Finding(one.line, " ".join(sentences(refused.refusals))))
            except LocalTimeMissing:
                findings.append(_finding(one, NotRead("time_not_there")))
            except ValueError:
                findings.append(_finding(one, NotRead("ends_before_it_begins")))
    return placed, findings


def _finding(one: Asked, problem: NotRead) -> Finding:
    return Finding(one.line, not_read_text(problem))


def spaces_run_by(session: Session, user: User) -> dict[str, Space]:
    """The spaces of all houses somebody runs, by public id."""
    question = select(Space)
    if not user.is_administrator:
        question = question.where(Space.location_id.in_([role.location_id for role in user.staff_roles]))
    return {space.public_id: space for space in session.scalars(question)}


def _place(session: Session, one: Asked, space: Space, person: User, *, by: User, now: datetime) -> None:
    span = TimeSpan(_moment(one.starts_at, space.location.zone), _moment(one.ends_at, space.location.zone))
    details = Details(title=one.title, people=one.people)
    door = StaffDoor(entered_by=by, entered_later=span.starts_at < now)
    with session.begin_nested():
        place_booking(
            session,
            Wish(span=span, space_ids=(space.id,), details=details),
            booked_by=person,
            now=now,
            door=door,
            told_together=True,
        )


def _moment(local: datetime, zone: ZoneInfo) -> datetime:
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    return local_moment(local.date(), local.time(), zone=zone)
