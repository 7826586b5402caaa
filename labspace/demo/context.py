"""An invented town around two houses: passers-by, vacancy, weather and events, all of it "frei erfunden"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.context.actions import (
    NewCityEvent,
    NewSeries,
    NewVacancy,
    accept_import,
    draft_import,
    note_city_event,
    note_vacancy,
    open_series,
)
from labspace.context.actions.imports import read_draft
from labspace.context.kinds import SeriesKind, Stamp
from labspace.context.rules import difference
from labspace.demo.people import TEAM
from labspace.locations.models import Location
from labspace.times import moment_from

SOURCE = "Demonstration – frei erfunden"
LICENCE = "frei erfunden, ohne Lizenz"
PLACES = (("bochum", "Fußgängerzone, Höhe Brunnen", 900), ("herne", "Einkaufsstraße, Höhe Markt", 620))
"""House, name, people in the fullest hour of a usual Saturday."""
DAYS = 56
BY_HOUR = (1, 0, 0, 0, 0, 1, 3, 8, 16, 28, 45, 60, 70, 74, 78, 84, 92, 88, 64, 40, 26, 17, 9, 4)
"""Percent of the fullest hour."""
BY_WEEKDAY = (66, 68, 74, 76, 88, 100, 34)
VACANCIES = ((400, 148), (210, 139), (30, 131))
"""Days ago, tenths of a percent."""
VACANT = "Erdgeschosslokale der Innenstadt, seit drei Monaten ohne Nutzung (frei erfunden)"
EVENTS = (
    ("Lichterfest (frei erfunden)", -12, 2),
    ("Stadtlauf (frei erfunden)", 5, 1),
    ("Krammarkt (frei erfunden)", 18, 3),
)
"""Name, first day from today, days."""


def load_context(session: Session, *, now: datetime, seed: int = 1) -> None:
    """Let the team have read files for two houses, with a hole in the counts as there always is."""
    team = session.scalars(select(User).where(User.email == TEAM.email)).one_or_none()
    for slug, name, most in PLACES if team else ():
        house = session.scalars(select(Location).where(Location.slug == slug)).one_or_none()
        if house is None or team is None:
            continue
        chance = Random(f"{seed} {slug}")
        today = now.astimezone(house.zone).date()
        _bring(
            session,
            house,
            SeriesKind.PASSERS_BY,
            name,
            _passers_by(house, today, most, chance),
            by=team,
            now=now,
        )
        _bring(
            session,
            house,
            SeriesKind.WEATHER,
            "Wetterstation am Haus",
            _weather(today, chance),
            by=team,
            now=now,
        )
        vacancy = _open(session, house, SeriesKind.VACANCY, "Innenstadt", by=team, now=now)
        for ago, permille in VACANCIES:
            rate = NewVacancy(
                day=today - timedelta(days=ago), permille=permille, definition=VACANT, source=SOURCE
            )
            note_vacancy(session, vacancy, rate, by=team, now=now)
        events = _open(session, house, SeriesKind.CITY_EVENTS, "Stadtkalender", by=team, now=now)
        for title, ahead, many in EVENTS:
            first = today + timedelta(days=ahead)
            last = first + timedelta(days=many - 1)
            new = NewCityEvent(first_on=first, last_on=last, name=title)
            note_city_event(session, events, new, by=team, now=now)


def _open(session: Session, house: Location, kind: SeriesKind, name: str, *, by: User, now: datetime) -> int:
    new = NewSeries(kind=kind, name=f"{name} (frei erfunden)", source=SOURCE, licence=LICENCE)
    return open_series(session, house.id, new, by=by, now=now).id


def _bring(
    session: Session, house: Location, kind: SeriesKind, name: str, text: str, *, by: User, now: datetime
) -> None:
    """Through the same door as every file."""
    new = NewSeries(kind=kind, name=f"{name} (frei erfunden)", source=SOURCE, licence=LICENCE)
    series = open_series(session, house.id, new, by=by, now=now)
    draft = draft_import(
        session,
        series,
        text.encode("utf-8"),
        file_name="frei-erfunden.csv",
        stamp=Stamp.BEGIN,
        by=by,
        now=now,
    )
    mark = difference({}, read_draft(draft).values).mark
    accept_import(session, series.id, draft.id, mark=mark, by=by, now=now)


def _days(today: date) -> Iterator[date]:
    return (today - timedelta(days=ago) for ago in range(DAYS, 0, -1))


def _passers_by(house: Location, today: date, most: int, chance: Random) -> str:
    """The file of a counter: every hour with its offset, six hours of which are missing."""
    silent = chance.randrange(24, DAYS * 24 - 24)
    moment = moment_from(today - timedelta(days=DAYS), time(0), zone=house.zone)
    end = moment_from(today, time(0), zone=house.zone)
    rows, at = ["Zeitstempel;Passanten"], 0
    while moment < end:
        local = moment.astimezone(house.zone)
        usual = most * BY_HOUR[local.hour] * BY_WEEKDAY[local.weekday()] // 10_000
        if not silent <= at < silent + 6:
            rows.append(f"{local.isoformat()};{max(0, round(usual * chance.uniform(0.8, 1.2)))}")
        moment, at = moment + timedelta(hours=1), at + 1
    return "\n".join(rows)


def _weather(today: date, chance: Random) -> str:
    rows = ["Datum;TMK;TXK;TNK;RSK;SDK"]
    for day in _days(today):
        mean = 10 - 9 * abs(day.month - 7) / 6 + chance.uniform(-4, 4)
        rain, sun = max(0.0, chance.gauss(0, 4)), chance.uniform(0, 6)
        rows.append(f"{day.isoformat()};{mean:.1f};{mean + 4:.1f};{mean - 3:.1f};{rain:.1f};{sun:.1f}")
    return "\n".join(rows)
