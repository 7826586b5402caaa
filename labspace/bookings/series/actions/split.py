"""Ending a series before a day and beginning its successor there; both sides know of each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from labspace.bookings.series.actions.place import free_series_reference
from labspace.bookings.series.actions.reach import Reach
from labspace.bookings.series.models import Series, SeriesDate
from labspace.bookings.series.queries import successor_of
from labspace.bookings.series.recurrence import Recurrence


def continue_series(
    session: Session, reach: Reach, rule: Recurrence, *, day_shift: int, now: datetime
) -> Series:
    """The series its dates from the start on belong to from now on: itself where there are none before.

    `rule` is what holds from there on, with the end of the old one.
    """
    old, by = reach.series, timedelta(days=day_shift)
    if rule.count is not None:
        rule = replace(rule, count=len(reach.dates))
    if reach.before:
        series = _successor(session, reach, now=now)
        old.rule = replace(old.recurrence, until=reach.start - timedelta(days=1), count=None).text
        old.changed_at = now
    else:
        series = old
    series.rule, series.first_on = rule.text, reach.start + by
    session.flush()
    if series is not old or day_shift:
        # One after the other, so that no date steps on the day of one that has not moved yet.
        ordered = sorted(reach.dates, key=lambda one: one.day, reverse=day_shift > 0)
        session.execute(
            update(SeriesDate),
            [{"id": one.id, "series_id": series.id, "day": one.day + by} for one in ordered],
        )
        for one in reach.dates:
            set_committed_value(one, "series_id", series.id)
            set_committed_value(one, "day", one.day + by)
    return series


def _successor(session: Session, reach: Reach, *, now: datetime) -> Series:
    old, later = reach.series, successor_of(session, reach.series.id)
    if later is not None:
        later.predecessor_id = None
        session.flush()
    series = Series(
        reference=free_series_reference(session, old.location.slug),
        uid=old.uid,
        location_id=old.location_id,
        kind=old.kind,
        booked_by_id=old.booked_by_id,
        organisation_id=old.organisation_id,
        rule=old.rule,
        first_on=reach.start,
        starts_minute=old.starts_minute,
        ends_minute=old.ends_minute,
        is_pool=old.is_pool,
        pool_feature=old.pool_feature,
        title=old.title,
        people=old.people,
        theme=old.theme,
        note=old.note,
        predecessor_id=old.id,
        created_at=now,
        changed_at=now,
        spaces=list(old.spaces),
    )
    session.add(series)
    session.flush()
    if later is not None:
        later.predecessor_id = series.id
        session.flush()
    return series
