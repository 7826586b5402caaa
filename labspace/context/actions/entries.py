"""Single values typed in: a vacancy rate, an event of the city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.context.actions.series import lock_series
from labspace.context.kinds import SeriesKind
from labspace.context.models import CityEvent, ContextSeries, VacancyRate
from labspace.context.reading.city_events import MOST_DAYS
from labspace.errors import Refusal, Refused


@dataclass(frozen=True, kw_only=True)
class NewVacancy:
    """A vacancy rate with what counts as empty."""

    day: date
    permille: int
    definition: str
    source: str


@dataclass(frozen=True, kw_only=True)
class NewCityEvent:
    """Something that takes place in the city."""

    first_on: date
    last_on: date
    name: str
    note: str = ""


def note_vacancy(
    session: Session, series_id: int, new: NewVacancy, *, by: User, now: datetime
) -> VacancyRate:
    """One more rate. Raises `Refused` when the series has one of that day, or the day is yet to come."""
    actor_id = by.id
    series = _locked(session, series_id, SeriesKind.VACANCY)
    if new.day > now.astimezone(series.location.zone).date():
        raise Refused(Refusal("lies_ahead"))
    same = select(VacancyRate.id).where(VacancyRate.series_id == series_id, VacancyRate.day == new.day)
    if session.scalars(same).first() is not None:
        raise Refused(Refusal("vacancy_known", {"day": new.day}))
    rate = VacancyRate(
        series_id=series_id,
        day=new.day,
        permille=new.permille,
        definition=new.definition,
        source=new.source,
        entered_by_id=actor_id,
        entered_at=now,
    )
    session.add(rate)
    session.flush()
    return rate


def note_city_event(
    session: Session, series_id: int, new: NewCityEvent, *, by: User, now: datetime
) -> CityEvent:
    """One more event. Raises `Refused` when it ends before it begins, lasts too long, or is known."""
    actor_id = by.id
    _locked(session, series_id, SeriesKind.CITY_EVENTS)
    if new.last_on < new.first_on:
        raise Refused(Refusal("ends_before_it_begins"))
    if (new.last_on - new.first_on).days >= MOST_DAYS:
        raise Refused(Refusal("lasts_too_long", {"most": MOST_DAYS}))
    same = select(CityEvent.id).where(
        CityEvent.series_id == series_id,
        CityEvent.first_on == new.first_on,
        CityEvent.last_on == new.last_on,
        CityEvent.name == new.name,
    )
    if session.scalars(same).first() is not None:
        raise Refused(Refusal("event_known", {"name": new.name}))
    event = CityEvent(
        series_id=series_id,
        first_on=new.first_on,
        last_on=new.last_on,
        name=new.name,
        note=new.note,
        entered_by_id=actor_id,
        entered_at=now,
    )
    session.add(event)
    session.flush()
    return event


def withdraw_entry(session: Session, series_id: int, entry_id: int) -> None:
    """Take one typed value back; of what is gone already nothing changes."""
    series = lock_series(session, series_id)
    if not series.kind.is_typed:
        raise Refused(Refusal("not_typed"))
    model = VacancyRate if series.kind is SeriesKind.VACANCY else CityEvent
    session.execute(delete(model).where(model.id == entry_id, model.series_id == series_id))


def _locked(session: Session, series_id: int, kind: SeriesKind) -> ContextSeries:
    series = lock_series(session, series_id)
    if series.kind is not kind:
        raise Refused(Refusal("not_typed"))
    return series
