"""The values of a series as plain mappings, read and written by what the series is about."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from labspace.context.kinds import SeriesKind
from labspace.context.models import CityEvent, ContextSeries, PassersByHour, VacancyRate, WeatherDay
from labspace.context.reading.read import AnyRead, EventKey, Weather
from labspace.db import Base, answers, insert_rows, table_of

MOST_UNPACKED = 16 * 1024 * 1024


@dataclass(frozen=True)
class Entered:
    """Who enters values, and when."""

    by_id: int
    at: datetime


MODELS: Mapping[SeriesKind, type[Base]] = {
    SeriesKind.PASSERS_BY: PassersByHour,
    SeriesKind.WEATHER: WeatherDay,
    SeriesKind.CITY_EVENTS: CityEvent,
    SeriesKind.VACANCY: VacancyRate,
}
_WHEN: Mapping[SeriesKind, InstrumentedAttribute[Any]] = {
    SeriesKind.PASSERS_BY: PassersByHour.starts_at,
    SeriesKind.WEATHER: WeatherDay.day,
    SeriesKind.CITY_EVENTS: CityEvent.first_on,
}


def packed(data: bytes) -> bytes:
    """A file for keeping until it is taken over."""
    return zlib.compress(data, 6)


def unpacked(body: bytes) -> bytes:
    """The file again; it was small enough when it was packed."""
    return zlib.decompressobj().decompress(body, MOST_UNPACKED)


def bounds(read: AnyRead) -> tuple[Any, Any]:
    """The first and the last moment or day the values of a file are about (of events: on which they begin)."""
    keys = [key.first_on if isinstance(key, EventKey) else key for key in read.values]
    return min(keys), max(keys)


def known_values(session: Session, series: ContextSeries, first: Any, last: Any) -> dict[Any, Any]:
    """What is known of a series from `first` to `last`, as reading a file gives it. One statement."""
    within = _within(series, first, last)
    match series.kind:
        case SeriesKind.PASSERS_BY:
            hours = select(PassersByHour.starts_at, PassersByHour.count).where(*within)
            return {row[0]: row[1] for row in answers(session, hours)}
        case SeriesKind.WEATHER:
            columns = (getattr(WeatherDay, name) for name in Weather._fields)
            days = select(WeatherDay.day, *columns).where(*within)
            return {day: Weather(*rest) for day, *rest in answers(session, days)}
        case _:
            events = select(CityEvent.first_on, CityEvent.last_on, CityEvent.name, CityEvent.note)
            return {EventKey(*key): note for *key, note in answers(session, events.where(*within))}


def replace_values(session: Session, series: ContextSeries, read: AnyRead, *, entered: Entered) -> None:
    """Put the values of a file in the place of all that is known from its first to its last."""
    model = MODELS[series.kind]
    session.execute(delete(model).where(*_within(series, *bounds(read))))
    insert_rows(
        session,
        model,
        [{"series_id": series.id, **_columns(when, value, entered)} for when, value in read.values.items()],
    )


def _columns(when: datetime | date | EventKey, value: Any, entered: Entered) -> dict[str, Any]:
    if isinstance(when, EventKey):
        return {**when._asdict(), "note": value, "entered_by_id": entered.by_id, "entered_at": entered.at}
    if isinstance(value, Weather):
        return {"day": when, **value._asdict()}
    return {"starts_at": when, "count": value}


def _within(series: ContextSeries, first: Any, last: Any) -> tuple[ColumnElement[bool], ...]:
    return table_of(MODELS[series.kind]).c.series_id == series.id, _WHEN[series.kind].between(first, last)


def erase_values(session: Session, series: ContextSeries) -> None:
    """Delete every value of a series."""
    model = MODELS[series.kind]
    session.execute(delete(model).where(table_of(model).c.series_id == series.id))


def all_values(session: Session, series: ContextSeries) -> dict[Any, Any]:
    """Every value of a series, earliest first; a vacancy rate as (permille, definition, source). One statement."""
    if series.kind is SeriesKind.VACANCY:
        rates = select(
            VacancyRate.day, VacancyRate.permille, VacancyRate.definition, VacancyRate.source
        ).where(VacancyRate.series_id == series.id)
        found = {day: tuple(rest) for day, *rest in answers(session, rates)}
    else:
        found = known_values(session, series, *_EVER[series.kind])
    return {when: found[when] for when in sorted(found)}


_EVER: Mapping[SeriesKind, tuple[Any, Any]] = {
    SeriesKind.PASSERS_BY: (datetime(1900, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)),
    SeriesKind.WEATHER: (date.min, date.max),
    SeriesKind.CITY_EVENTS: (date.min, date.max),
}
