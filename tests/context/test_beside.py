"""What stands beside the figures of a period: values and their source, days as long as they are, nothing averaged."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.context.actions import NewCityEvent, NewVacancy, note_city_event, note_vacancy
from labspace.context.beside import beside, beside_each
from labspace.context.kinds import SeriesKind
from labspace.context.reading.read import Weather
from tests.context.test_actions import HEAD, make_series, take
from tests.factories import Cast
from tests.support.statements import counted

FIRST, LAST = date(2026, 10, 24), date(2026, 10, 26)


def fill(session: Session, cast: Cast, now: datetime, name: str) -> None:
    """One series of each kind around the night of 25 hours."""
    counted_hours = "".join(f"25.10.2026 {hour:02}:00;10\n" for hour in (0, 1, 2, 2, *range(3, 24)))
    take(
        session,
        make_series(session, cast, now, name=name),
        f"{HEAD}{counted_hours}26.10.2026 09:00;7\n27.10.2026 00:00;99\n",
        cast,
        now,
    )
    weather = make_series(session, cast, now, SeriesKind.WEATHER, name)
    take(session, weather, "Datum;TMK\n23.10.2026;1\n25.10.2026;-1,5\n", cast, now)
    vacancy = make_series(session, cast, now, SeriesKind.VACANCY, name)
    for day, permille in ((date(2025, 1, 1), 140), (date(2026, 1, 1), 125), (date(2026, 11, 1), 110)):
        rate = NewVacancy(day=day, permille=permille, definition="Erdgeschoss", source="Begehung")
        note_vacancy(session, vacancy.id, rate, by=cast.nora, now=now)
    events = make_series(session, cast, now, SeriesKind.CITY_EVENTS, name)
    for first, last, title in ((23, 24, "Markt"), (27, 28, "Fest")):
        new = NewCityEvent(first_on=date(2026, 10, first), last_on=date(2026, 10, last), name=title)
        note_city_event(session, events.id, new, by=cast.nora, now=now)
    session.commit()


def test_a_period_has_its_town_beside_it(session: Session, cast: Cast, now: datetime) -> None:
    fill(session, cast, now, "Brunnen")
    found = beside(session, cast.house, FIRST, LAST)
    ((series, days),) = found.passers_by.items()
    assert series.source == "Zählgerät (erfunden)"
    assert [(day.count, day.hours, day.of_hours, day.is_whole) for day in days] == [
        (0, 0, 24, False),
        (250, 25, 25, True),
        (7, 1, 24, False),
    ]
    assert list(found.weather.values()) == [{date(2026, 10, 25): Weather(mean_tenths_c=-15)}]
    (rate,) = found.vacancies.values()
    assert (rate.day, rate.permille) == (date(2026, 1, 1), 125)
    assert [event.name for event in found.events] == ["Markt"]


def test_nothing_known_is_nothing_and_backwards_too(session: Session, cast: Cast, now: datetime) -> None:
    assert beside(session, cast.house, FIRST, LAST).is_empty
    fill(session, cast, now, "Brunnen")
    assert beside(session, cast.house, LAST, FIRST).is_empty
    assert beside(session, cast.other_house, FIRST, LAST).is_empty
    assert not beside(session, cast.house, date(2026, 2, 1), date(2026, 2, 2)).passers_by


def test_many_series_cost_no_more_statements(session: Session, cast: Cast, now: datetime) -> None:
    costs = []
    for name in ("Brunnen", "Markt"):
        fill(session, cast, now, name)
        with counted(session) as statements:
            beside(session, cast.house, FIRST, LAST)
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 6


def test_many_houses_cost_no_more_statements_and_each_has_its_own(
    session: Session, cast: Cast, now: datetime
) -> None:
    fill(session, cast, now, "Brunnen")
    with counted(session) as of_one:
        beside(session, cast.house, FIRST, LAST)
    with counted(session) as of_both:
        found = beside_each(session, [cast.house, cast.other_house], FIRST, LAST)
    assert len(of_both) == len(of_one)
    assert found[cast.house.id] == beside(session, cast.house, FIRST, LAST)
    assert found[cast.other_house.id].is_empty
    without = beside_each(session, [cast.house], FIRST, LAST, with_passers_by=False)[cast.house.id]
    assert not without.passers_by
    assert without.weather
