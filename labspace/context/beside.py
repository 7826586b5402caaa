"""What dashboards and reports put beside the figures of a house and period: values with their source, nothing worked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.context.kinds import SeriesKind
from labspace.context.models import CityEvent, ContextSeries, PassersByHour, VacancyRate, WeatherDay
from labspace.context.queries import city_events_during, series_of_houses
from labspace.context.reading.read import Weather
from labspace.context.rules import PassersByDay, days_of
from labspace.db import answers
from labspace.locations.models import Location
from labspace.times import TimeSpan


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The town around a house from one local day to another; every series with its source and licence."""

    passers_by: Mapping[ContextSeries, Sequence[PassersByDay]]
    """Every day of the period, those nobody counted too; only whole days may be summed up (`whole_days_total`)."""
    weather: Mapping[ContextSeries, Mapping[date, Weather]]
    vacancies: Mapping[ContextSeries, VacancyRate]
    """Of each series the last rate up to the end of the period; its day is said with it."""
    events: Sequence[CityEvent]

    @property
    def is_empty(self) -> bool:
        return not (self.passers_by or self.weather or self.vacancies or self.events)


NOTHING = Beside(passers_by={}, weather={}, vacancies={}, events=())


def beside(session: Session, house: Location, first: date, last: date) -> Beside:
    """What is known of the town from `first` to `last`; nothing when `last` lies before. Five statements at most."""
    return beside_each(session, [house], first, last)[house.id]


def beside_each(
    session: Session, houses: Sequence[Location], first: date, last: date, *, with_passers_by: bool = True
) -> Mapping[int, Beside]:
    """The same of each of these houses, by its id; as many statements as for one.

    Days of passers-by are added up from their hours, nine thousand a year and counter: whoever asks for many
    years may do without.
    """
    if last < first:
        return {house.id: NOTHING for house in houses}
    by_kind: defaultdict[SeriesKind, list[ContextSeries]] = defaultdict(list)
    for series in series_of_houses(session, [house.id for house in houses]):
        if with_passers_by or series.kind is not SeriesKind.PASSERS_BY:
            by_kind[series.kind].append(series)
    passers_by = _passers_by(session, houses, by_kind[SeriesKind.PASSERS_BY], first, last)
    weather = _weather(session, by_kind[SeriesKind.WEATHER], first, last)
    vacancies = _vacancies(session, by_kind[SeriesKind.VACANCY], last)
    with_events = {series.location_id for series in by_kind[SeriesKind.CITY_EVENTS]}
    events = city_events_during(session, with_events, first, last) if with_events else {}
    return {
        house.id: Beside(
            passers_by={
                series: days for series, days in passers_by.items() if series.location_id == house.id
            },
            weather={series: days for series, days in weather.items() if series.location_id == house.id},
            vacancies={series: rate for series, rate in vacancies.items() if series.location_id == house.id},
            events=events.get(house.id, ()),
        )
        for house in houses
    }


def _passers_by(
    session: Session, houses: Sequence[Location], some: Sequence[ContextSeries], first: date, last: date
) -> Mapping[ContextSeries, Sequence[PassersByDay]]:
    if not some:
        return {}
    zones = {house.id: house.zone for house in houses}
    spans = [TimeSpan.of_days(first, last, zone=zone) for zone in set(zones.values())]
    span = TimeSpan(min(one.starts_at for one in spans), max(one.ends_at for one in spans))
    question = select(PassersByHour.series_id, PassersByHour.starts_at, PassersByHour.count).where(
        PassersByHour.series_id.in_([series.id for series in some]),
        PassersByHour.starts_at >= span.starts_at,
        PassersByHour.starts_at < span.ends_at,
    )
    hours: defaultdict[int, dict[datetime, int]] = defaultdict(dict)
    for series_id, starts_at, count in answers(session, question):
        hours[series_id][starts_at] = count
    # A series without a single hour in the period says nothing about it.
    found = {
        series: days_of(hours[series.id], first, last, zone=zones[series.location_id])
        for series in some
        if series.id in hours
    }
    return {series: days for series, days in found.items() if any(day.hours for day in days)}


def _weather(
    session: Session, some: Sequence[ContextSeries], first: date, last: date
) -> Mapping[ContextSeries, Mapping[date, Weather]]:
    if not some:
        return {}
    columns = (getattr(WeatherDay, name) for name in Weather._fields)
    question = (
        select(WeatherDay.series_id, WeatherDay.day, *columns)
        .where(WeatherDay.series_id.in_([series.id for series in some]), WeatherDay.day.between(first, last))
        .order_by(WeatherDay.day)
    )
    days: defaultdict[int, dict[date, Weather]] = defaultdict(dict)
    for series_id, day, *rest in answers(session, question):
        days[series_id][day] = Weather(*rest)
    return {series: days[series.id] for series in some if series.id in days}


def _vacancies(
    session: Session, some: Sequence[ContextSeries], last: date
) -> Mapping[ContextSeries, VacancyRate]:
    if not some:
        return {}
    question = (
        select(VacancyRate)
        .where(VacancyRate.series_id.in_([series.id for series in some]), VacancyRate.day <= last)
        .order_by(VacancyRate.day)
    )
    latest = {rate.series_id: rate for rate in session.scalars(question)}
    return {series: latest[series.id] for series in some if series.id in latest}
