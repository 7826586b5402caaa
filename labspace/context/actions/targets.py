"""What a house wants to reach, set, ended and taken back by its team; each step is logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.context.kinds import TargetStep
from labspace.context.models import IndicatorTarget, TargetChange
from labspace.context.queries import find_target, target_rows_of
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.spaces.target_file import MOST_ROWS
from labspace.spaces.targets import TargetIndicator, TargetPer

A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class NewTarget:
    """What a figure is to reach from a day on."""

    indicator: TargetIndicator
    hundredths: int
    per: TargetPer | None
    reason: str
    reason_en: str = ""
    valid_from: date


def set_target(
    session: Session, location_id: int, new: NewTarget, *, by: User, now: datetime
) -> IndicatorTarget:
    """Let a figure have this target from its day on; the one that held then ends the day before.

    It holds as long as the one it follows was to hold, else until the next one of the figure begins. Raises
    `Refused` with `target_begins_then`, `target_held_then` (only what is ahead can be changed: reports
    count by what held), or `too_many_targets`.
    """
    by_id = by.id
    house = _locked(session, location_id)
    rows = target_rows_of(session, location_id)
    if len(rows) >= MOST_ROWS:
        raise Refused(Refusal("too_many_targets", {"most": MOST_ROWS}))
    same = [row for row in rows if row.indicator is new.indicator]
    if any(row.valid_from == new.valid_from for row in same):
        raise Refused(Refusal("target_begins_then", {"day": new.valid_from}))
    held = next((row for row in same if row.target.holds_on(new.valid_from)), None)
    if held is not None and new.valid_from < _today(house, now):
        raise Refused(Refusal("target_held_then"))
    later = [row.valid_from for row in same if row.valid_from > new.valid_from]
    until = held.valid_until if held else min(later) - A_DAY if later else None
    if held is not None:
        held.valid_until = new.valid_from - A_DAY
        session.flush()
        _log(session, held, TargetStep.ENDED, by_id=by_id, now=now)
    row = IndicatorTarget(
        location_id=location_id,
        indicator=new.indicator,
        hundredths=new.hundredths,
        per=new.per,
        reason=new.reason,
        reason_en=new.reason_en,
        valid_from=new.valid_from,
        valid_until=until,
    )
    session.add(row)
    _log(session, row, TargetStep.SET, by_id=by_id, now=now)
    session.flush()
    return row


def end_target(
    session: Session, location_id: int, target_id: int, last: date, *, by: User, now: datetime
) -> IndicatorTarget:
    """Let a target hold until this day, the last; other targets stay as they are.

    Raises `Refused` with `target_gone`, `target_over`, `target_not_begun`, `target_ends_before_today` or
    `target_ends_earlier`.
    """
    by_id = by.id
    house = _locked(session, location_id)
    row, today = _known(session, location_id, target_id), _today(house, now)
    if row.valid_until is not None and row.valid_until < today:
        raise Refused(Refusal("target_over"))
    if row.valid_from > last:
        raise Refused(Refusal("target_not_begun"))
    if last < today - A_DAY:
        raise Refused(Refusal("target_ends_before_today"))
    if row.valid_until is not None and row.valid_until <= last:
        raise Refused(Refusal("target_ends_earlier", {"day": row.valid_until}))
    row.valid_until = last
    _log(session, row, TargetStep.ENDED, by_id=by_id, now=now)
    session.flush()
    return row


def take_target_back(session: Session, location_id: int, target_id: int, *, by: User, now: datetime) -> None:
    """Remove a target that has not begun; one it was to follow keeps the end it got.

    Raises `Refused` with `target_gone` or `target_has_begun`.
    """
    by_id = by.id
    house = _locked(session, location_id)
    row = _known(session, location_id, target_id)
    if row.valid_from <= _today(house, now):
        raise Refused(Refusal("target_has_begun"))
    _log(session, row, TargetStep.TAKEN_BACK, by_id=by_id, now=now)
    session.delete(row)
    session.flush()


def _locked(session: Session, location_id: int) -> Location:
    begin_write(session)
    return session.get_one(Location, location_id, with_for_update=True)


def _known(session: Session, location_id: int, target_id: int) -> IndicatorTarget:
    row = find_target(session, location_id, target_id)
    if row is None:
        raise Refused(Refusal("target_gone"))
    session.refresh(row)
    return row


def _today(house: Location, now: datetime) -> date:
    return now.astimezone(house.zone).date()


def _log(session: Session, row: IndicatorTarget, step: TargetStep, *, by_id: int, now: datetime) -> None:
    session.add(
        TargetChange(
            location_id=row.location_id,
            step=step,
            indicator=row.indicator,
            hundredths=row.hundredths,
            per=row.per,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            by_id=by_id,
            at=now,
        )
    )
