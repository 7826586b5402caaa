"""Questions about series of the town, their imports and values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from labspace.context.models import (
    CityEvent,
    ContextImport,
    ContextSeries,
    IndicatorTarget,
    TargetChange,
    VacancyRate,
)
from labspace.context.values import MODELS, known_values
from labspace.db import table_of
from labspace.spaces.targets import Target
from labspace.times import TimeSpan

DRAFTS_LAST = timedelta(days=1)
"""How long a file waits that was only looked at."""


def series_of(session: Session, location_id: int) -> Sequence[ContextSeries]:
    """The series of a house that are shown, by kind and name."""
    return series_of_houses(session, [location_id])


def series_of_houses(session: Session, location_ids: Collection[int]) -> Sequence[ContextSeries]:
    """The series of these houses that are shown, by kind and name."""
    return session.scalars(
        select(ContextSeries)
        .where(ContextSeries.location_id.in_(location_ids), ContextSeries.removed_at.is_(None))
        .options(joinedload(ContextSeries.created_by, innerjoin=True))
        .order_by(ContextSeries.kind, ContextSeries.name, ContextSeries.id)
    ).all()


def find_series(session: Session, location_id: int, series_id: int) -> ContextSeries | None:
    """A series of this house, unless it was removed."""
    return session.scalars(
        select(ContextSeries)
        .where(
            ContextSeries.id == series_id,
            ContextSeries.location_id == location_id,
            ContextSeries.removed_at.is_(None),
        )
        .options(
            joinedload(ContextSeries.created_by, innerjoin=True),
            joinedload(ContextSeries.location, innerjoin=True),
        )
    ).one_or_none()


def count_of_values(session: Session, series: ContextSeries) -> int:
    """How many values a series has."""
    model = MODELS[series.kind]
    mine = table_of(model).c.series_id == series.id
    return session.scalar(select(func.count()).select_from(model).where(mine)) or 0


def imports_of(session: Session, series_id: int) -> Sequence[ContextImport]:
    """The files taken over into a series, latest first."""
    return session.scalars(
        select(ContextImport)
        .where(ContextImport.series_id == series_id, ContextImport.accepted_at.is_not(None))
        .options(joinedload(ContextImport.entered_by, innerjoin=True))
        .order_by(ContextImport.accepted_at.desc(), ContextImport.id.desc())
    ).all()


def last_days(session: Session, series_ids: Sequence[int]) -> dict[int, date]:
    """Up to which local day files were taken over into each of these series."""
    question = (
        select(ContextImport.series_id, func.max(ContextImport.last_on))
        .where(ContextImport.series_id.in_(series_ids), ContextImport.accepted_at.is_not(None))
        .group_by(ContextImport.series_id)
    )
    return {row[0]: row[1] for row in session.execute(question)}


def find_draft(session: Session, series_id: int, import_id: int) -> ContextImport | None:
    """A file of this series that was brought and not yet taken over."""
    return session.scalars(
        select(ContextImport)
        .where(
            ContextImport.id == import_id,
            ContextImport.series_id == series_id,
            ContextImport.accepted_at.is_(None),
        )
        .options(
            joinedload(ContextImport.series, innerjoin=True).joinedload(
                ContextSeries.location, innerjoin=True
            ),
            joinedload(ContextImport.entered_by, innerjoin=True),
        )
    ).one_or_none()


def has_old_drafts(session: Session, *, now: datetime) -> bool:
    """Whether a preview is older than they last."""
    old = (ContextImport.accepted_at.is_(None), ContextImport.entered_at < now - DRAFTS_LAST)
    return session.scalars(select(ContextImport.id).where(*old).limit(1)).first() is not None


def vacancies_of(session: Session, series_id: int) -> Sequence[VacancyRate]:
    """The rates of a series, latest first."""
    return session.scalars(
        select(VacancyRate)
        .where(VacancyRate.series_id == series_id)
        .options(joinedload(VacancyRate.entered_by, innerjoin=True))
        .order_by(VacancyRate.day.desc())
    ).all()


def city_events_of(session: Session, series_id: int, *, limit: int) -> Sequence[CityEvent]:
    """The events of a series, latest first."""
    return session.scalars(
        select(CityEvent)
        .where(CityEvent.series_id == series_id)
        .options(joinedload(CityEvent.entered_by, innerjoin=True))
        .order_by(CityEvent.first_on.desc(), CityEvent.last_on.desc(), CityEvent.name)
        .limit(limit)
    ).all()


def city_events_during(
    session: Session, location_ids: Collection[int], first: date, last: date
) -> Mapping[int, Sequence[CityEvent]]:
    """What took place around each of these houses on any day from `first` to `last`, by day."""
    found: defaultdict[int, list[CityEvent]] = defaultdict(list)
    for house_id, event in session.execute(
        select(ContextSeries.location_id, CityEvent)
        .select_from(CityEvent)
        .join(ContextSeries, ContextSeries.id == CityEvent.series_id)
        .where(
            ContextSeries.location_id.in_(location_ids),
            ContextSeries.removed_at.is_(None),
            CityEvent.first_on <= last,
            CityEvent.last_on >= first,
        )
        .order_by(CityEvent.first_on, CityEvent.last_on, CityEvent.name)
    ):
        found[house_id].append(event)
    return found


def hours_between(session: Session, series: ContextSeries, first: date, last: date) -> dict[datetime, int]:
    """The passers-by of a series by hour, from local day to local day; none when `last` lies before `first`."""
    if last < first:
        return {}
    span = TimeSpan.of_days(first, last, zone=series.location.zone)
    hours = known_values(session, series, span.starts_at, span.ends_at)
    hours.pop(span.ends_at, None)
    return hours


def targets_of(session: Session, location_id: int) -> list[Target]:
    """Everything a house ever wanted to reach, by figure and then by day."""
    return [row.target for row in target_rows_of(session, location_id)]


def target_rows_of(session: Session, location_id: int) -> Sequence[IndicatorTarget]:
    """The same as rows, by figure and then by day."""
    return session.scalars(
        select(IndicatorTarget)
        .where(IndicatorTarget.location_id == location_id)
        .order_by(IndicatorTarget.indicator, IndicatorTarget.valid_from)
        .execution_options(populate_existing=True)
    ).all()


def find_target(session: Session, location_id: int, target_id: int) -> IndicatorTarget | None:
    """A target of this house."""
    return session.scalars(
        select(IndicatorTarget).where(
            IndicatorTarget.location_id == location_id, IndicatorTarget.id == target_id
        )
    ).one_or_none()


def target_changes_of(session: Session, location_id: int, *, most: int) -> Sequence[TargetChange]:
    """What the team did with the targets of a house, the latest first."""
    return session.scalars(
        select(TargetChange)
        .where(TargetChange.location_id == location_id)
        .options(joinedload(TargetChange.by))
        .order_by(TargetChange.id.desc())
        .limit(most)
    ).all()
