"""The doors through which staff change what holds from a day on. Actions flush; the edge commits once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.houses.actions import BookingsTouched, cancel_touched, lock_houses
from labspace.houses.dated.models import DatedChange, Subject
from labspace.houses.dated.queries import find_change
from labspace.houses.dated.rows import Row, replaced, resumed, stand, tidy
from labspace.houses.queries import fingerprint
from labspace.locations.models import Location


class Keeper(Protocol):
    """Where the rows of a subject are kept, and which bookings another version of them touches."""

    @property
    def subject(self) -> Subject: ...
    @property
    def scope(self) -> str: ...
    def read(self, session: Session, house: Location) -> list[Row]:
        """All rows, those of the past as well."""

    def write(self, session: Session, house: Location, rows: Sequence[Row], *, now: datetime) -> None:
        """Put `rows` in the place of all that were, and tell whoever keeps something of them."""

    def touched(
        self, session: Session, house: Location, before: Sequence[Row], after: Sequence[Row], *, now: datetime
    ) -> list[Booking]:
        """Open bookings that are not what they were, if `after` holds instead of `before`."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What the person who changes something had before their eyes, and what becomes of the bookings."""

    stand: str
    """The rows they started from (`rows.stand`)."""
    seen: str = ""
    """The touched bookings they were shown (`fingerprint`)."""
    cancels: bool = False
    reason: str = ""


class ChangedMeanwhile(Refused):
    """Somebody else changed the same rows since the page was opened."""

    def __init__(self) -> None:
        super().__init__(Refusal("changed_meanwhile"))


def change(
    session: Session,
    keeper: Keeper,
    location_id: int,
    *,
    new: Sequence[Row],
    first: date,
    last: date | None,
    decided: Decided,
    by: User,
    now: datetime,
) -> DatedChange:
    """Let nothing but `new` hold from `first` to `last`.

    Raises `ChangedMeanwhile`, `BookingsTouched` when others are touched than were seen, `Refused` for days
    that are over or where nothing would change.
    """
    actor_id = by.id
    begin_write(session)
    (house,) = lock_houses(session, [location_id])
    before = tidy(keeper.read(session, house))
    if stand(before) != decided.stand:
        raise ChangedMeanwhile
    if first < now.astimezone(house.zone).date():
        raise Refused(Refusal("dated_in_the_past"))
    if last is not None and last < first:
        raise Refused(Refusal("ends_before_it_begins"))
    after = replaced(before, new, first=first, last=last)
    if after == before:
        raise Refused(Refusal("nothing_changed"))
    cancelled = _put(session, keeper, house, before, after, decided=decided, by=by, now=now)
    made = DatedChange(
        location_id=location_id,
        subject=keeper.subject,
        scope=keeper.scope,
        at=now,
        actor_id=actor_id,
        first_day=first,
        last_day=last,
        before=[dict(row) for row in before],
        after=[dict(row) for row in after],
        cancelled=cancelled,
    )
    session.add(made)
    session.flush()
    return made


def take_back(
    session: Session, keeper: Keeper, change_id: int, *, decided: Decided, by: User, now: datetime
) -> DatedChange:
    """Let hold from today on what held before a change; the days that are over stay as they were.

    Bookings that were cancelled with it stay cancelled. Raises `LookupError` when there is no such change,
    `ChangedMeanwhile` when something was changed after it, `BookingsTouched`, and `Refused` when it is
    taken back already or over.
    """
    actor_id = by.id
    begin_write(session)
    made = find_change(session, change_id)
    if made is None:
        raise LookupError(change_id)
    (house,) = lock_houses(session, [made.location_id])
    session.refresh(made)
    today = now.astimezone(house.zone).date()
    if made.taken_back_at is not None:
        raise Refused(Refusal("taken_back_already"))
    if made.last_day is not None and made.last_day < today:
        raise Refused(Refusal("change_is_over"))
    rows = tidy(keeper.read(session, house))
    if rows != tidy(made.after):
        raise ChangedMeanwhile
    after = resumed(rows, made.before, first=max(made.first_day, today))
    made.cancelled += _put(session, keeper, house, rows, after, decided=decided, by=by, now=now)
    made.taken_back_at, made.taken_back_by_id = now, actor_id
    session.flush()
    return made


def _put(
    session: Session,
    keeper: Keeper,
    house: Location,
    before: Sequence[Row],
    after: Sequence[Row],
    *,
    decided: Decided,
    by: User,
    now: datetime,
) -> int:
    """Write the rows once all touched bookings were seen; how many the house cancelled."""
    touched = keeper.touched(session, house, before, after, now=now)
    if touched and fingerprint(touched) != decided.seen:
        raise BookingsTouched(touched)
    if touched and decided.cancels and not decided.reason:
        raise Refused(Refusal("reason_missing"))
    keeper.write(session, house, after, now=now)
    session.flush()
    if not decided.cancels:
        return 0
    return len(cancel_touched(session, touched, reason=decided.reason, by=by, now=now))
