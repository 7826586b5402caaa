"""Series of the town in the database: whole or not at all, replaced after asking, removed with their trace kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.context.actions import (
    NewCityEvent,
    NewSeries,
    NewVacancy,
    accept_import,
    draft_import,
    forget_drafts,
    note_city_event,
    note_vacancy,
    open_series,
    remove_series,
    withdraw_entry,
)
from labspace.context.actions.imports import read_draft
from labspace.context.kinds import SeriesKind, Stamp
from labspace.context.models import ContextImport, ContextSeries, PassersByHour, VacancyRate
from labspace.context.queries import city_events_during, find_draft, hours_between, series_of
from labspace.context.reading.findings import TableRefused
from labspace.context.rules import Difference, days_of, difference, whole_days_total
from labspace.context.sheets import machine_sheet
from labspace.context.values import all_values, bounds, known_values
from labspace.errors import Refused
from tests.factories import Cast

HEAD = "Zeitpunkt;Frequenz\n"
MONDAY = "02.11.2026"


def make_series(
    session: Session,
    cast: Cast,
    now: datetime,
    kind: SeriesKind = SeriesKind.PASSERS_BY,
    name: str = "Brunnen",
) -> ContextSeries:
    new = NewSeries(kind=kind, name=name, source="Zählgerät (erfunden)", licence="frei")
    series = open_series(session, cast.house.id, new, by=cast.nora, now=now)
    session.commit()
    return series


def bring(session: Session, series: ContextSeries, text: str, cast: Cast, now: datetime) -> ContextImport:
    draft = draft_import(
        session, series, text.encode(), file_name="a.csv", stamp=Stamp.BEGIN, by=cast.nora, now=now
    )
    session.commit()
    return draft


def seen(session: Session, draft: ContextImport) -> Difference:
    read = read_draft(draft)
    return difference(known_values(session, draft.series, *bounds(read)), read.values)


def take(session: Session, series: ContextSeries, text: str, cast: Cast, now: datetime) -> Difference:
    draft = bring(session, series, text, cast, now)
    changes = seen(session, draft)
    accept_import(session, series.id, draft.id, mark=changes.mark, by=cast.nora, now=now)
    session.commit()
    return changes


def counts(session: Session, series: ContextSeries) -> dict[int, int]:
    zone = series.location.zone
    return {when.astimezone(zone).hour: count for when, count in all_values(session, series).items()}


def test_a_file_counts_only_once_it_is_taken_over(session: Session, cast: Cast, now: datetime) -> None:
    series = make_series(session, cast, now)
    draft = bring(session, series, f"{HEAD}{MONDAY} 09:00;5\n{MONDAY} 11:00;7\n", cast, now)
    assert counts(session, series) == {}
    assert (draft.rows, draft.missing, draft.first_on, draft.last_on) == (
        2,
        1,
        date(2026, 11, 2),
        date(2026, 11, 2),
    )
    changes = seen(session, draft)
    assert (changes.added, changes.replaces) == (2, False)
    done = accept_import(session, series.id, draft.id, mark=changes.mark, by=cast.nora, now=now)
    session.commit()
    assert counts(session, series) == {9: 5, 11: 7}
    assert (done.added, done.body, done.entered_by, done.accepted_at) == (2, None, cast.nora, now)
    with pytest.raises(Refused) as refused:
        accept_import(session, series.id, draft.id, mark=changes.mark, by=cast.nora, now=now)
    assert refused.value.codes == {"draft_gone"}


def test_the_same_period_again_replaces_it_and_says_how(session: Session, cast: Cast, now: datetime) -> None:
    series = make_series(session, cast, now)
    take(
        session,
        series,
        f"{HEAD}{MONDAY} 08:00;1\n{MONDAY} 09:00;5\n{MONDAY} 10:00;6\n{MONDAY} 11:00;7\n",
        cast,
        now,
    )
    changes = take(
        session, series, f"{HEAD}{MONDAY} 09:00;5\n{MONDAY} 11:00;8\n{MONDAY} 12:00;9\n", cast, now
    )
    assert (changes.added, changes.changed, changes.removed, changes.same) == (1, 1, 1, 1)
    assert changes.replaces
    assert [(old, new) for _when, old, new in changes.examples] == [(6, None), (7, 8)]
    assert counts(session, series) == {8: 1, 9: 5, 11: 8, 12: 9}


def test_who_saw_another_difference_is_asked_again(session: Session, cast: Cast, now: datetime) -> None:
    series = make_series(session, cast, now)
    draft = bring(session, series, f"{HEAD}{MONDAY} 09:00;5\n", cast, now)
    mark = seen(session, draft).mark
    take(session, series, f"{HEAD}{MONDAY} 09:00;6\n", cast, now)
    with pytest.raises(Refused) as refused:
        accept_import(session, series.id, draft.id, mark=mark, by=cast.nora, now=now)
    session.rollback()
    assert refused.value.codes == {"changed_meanwhile"}
    assert counts(session, series) == {9: 6}


def test_of_a_broken_file_nothing_is_kept(session: Session, cast: Cast, now: datetime) -> None:
    series = make_series(session, cast, now)
    with pytest.raises(TableRefused):
        bring(session, series, f"{HEAD}{MONDAY} 09:00;5\n{MONDAY} 10:00;x\n", cast, now)
    session.rollback()
    assert session.scalar(select(func.count(ContextImport.id))) == 0
    assert session.scalar(select(func.count()).select_from(PassersByHour)) == 0


def test_removing_deletes_values_and_keeps_the_trace(session: Session, cast: Cast, now: datetime) -> None:
    series = make_series(session, cast, now)
    take(session, series, f"{HEAD}{MONDAY} 09:00;5\n", cast, now)
    waiting = bring(session, series, f"{HEAD}{MONDAY} 10:00;5\n", cast, now)
    waiting_id = waiting.id
    remove_series(session, series.id, by=cast.nora, now=now)
    session.commit()
    assert series_of(session, cast.house.id) == []
    assert session.scalar(select(func.count()).select_from(PassersByHour)) == 0
    assert session.scalar(select(func.count(ContextImport.id))) == 1
    assert find_draft(session, series.id, waiting_id) is None
    assert (series.removed_at, series.removed_by_id) == (now, cast.nora.id)
    make_series(session, cast, now)
    with pytest.raises(Refused) as refused:
        remove_series(session, series.id, by=cast.nora, now=now)
    assert refused.value.codes == {"series_gone"}


def test_a_house_has_a_series_of_one_name_once(session: Session, cast: Cast, now: datetime) -> None:
    make_series(session, cast, now)
    with pytest.raises(Refused) as refused:
        make_series(session, cast, now, name="BRUNNEN")
    session.rollback()
    assert refused.value.codes == {"series_exists"}
    make_series(session, cast, now, SeriesKind.WEATHER)


def test_previews_are_forgotten_after_a_day(session: Session, cast: Cast, now: datetime) -> None:
    series = make_series(session, cast, now)
    take(session, series, f"{HEAD}{MONDAY} 09:00;5\n", cast, now)
    bring(session, series, f"{HEAD}{MONDAY} 10:00;5\n", cast, now)
    forget_drafts(session, now=now + timedelta(hours=23))
    assert session.scalar(select(func.count(ContextImport.id))) == 2
    forget_drafts(session, now=now + timedelta(hours=25))
    session.commit()
    assert session.scalars(select(ContextImport.accepted_at)).all() == [now]


def test_weather_and_events_come_back_as_they_were_written(
    session: Session, cast: Cast, now: datetime
) -> None:
    weather = make_series(session, cast, now, SeriesKind.WEATHER, "Station")
    take(session, weather, "Datum;TMK;RSK\n01.11.2026;-1,5;0,3\n02.11.2026;-999;2\n", cast, now)
    events = make_series(session, cast, now, SeriesKind.CITY_EVENTS, "Stadt")
    take(session, events, "von;bis;name\n28.11.2026;29.11.2026;Markt\n", cast, now)
    for series in (weather, events):
        values = all_values(session, series)
        assert values
        changes = take(session, series, machine_sheet(series.kind, values), cast, now)
        assert (changes.same, changes.added, changes.replaces) == (len(values), 0, False)
    week = city_events_during(session, [cast.house.id], date(2026, 11, 29), date(2026, 12, 5))
    assert [one.name for one in week[cast.house.id]] == ["Markt"]
    assert city_events_during(session, [cast.house.id], date(2026, 12, 5), date(2026, 11, 29)) == {}


def test_a_vacancy_rate_has_a_definition_a_day_and_a_source(
    session: Session, cast: Cast, now: datetime
) -> None:
    series = make_series(session, cast, now, SeriesKind.VACANCY, "Innenstadt")
    new = NewVacancy(day=date(2026, 10, 1), permille=125, definition="Erdgeschoss", source="Begehung")
    rate = note_vacancy(session, series.id, new, by=cast.nora, now=now)
    session.commit()
    assert (rate.permille, rate.definition, rate.source, rate.entered_by) == (
        125,
        "Erdgeschoss",
        "Begehung",
        cast.nora,
    )
    for refused_day, code in ((date(2026, 10, 1), "vacancy_known"), (date(2027, 1, 1), "lies_ahead")):
        again = NewVacancy(day=refused_day, permille=1, definition="x", source="y")
        with pytest.raises(Refused) as refused:
            note_vacancy(session, series.id, again, by=cast.nora, now=now)
        session.rollback()
        assert refused.value.codes == {code}
    withdraw_entry(session, series.id, rate.id)
    session.commit()
    assert session.scalars(select(VacancyRate)).all() == []


def test_an_event_does_not_end_before_it_begins(session: Session, cast: Cast, now: datetime) -> None:
    series = make_series(session, cast, now, SeriesKind.CITY_EVENTS, "Stadt")
    backwards = NewCityEvent(first_on=date(2026, 12, 2), last_on=date(2026, 12, 1), name="Fest")
    with pytest.raises(Refused) as refused:
        note_city_event(session, series.id, backwards, by=cast.nora, now=now)
    assert refused.value.codes == {"ends_before_it_begins"}


def test_days_of_23_and_25_hours_are_whole_with_so_many(session: Session, cast: Cast, now: datetime) -> None:
    series = make_series(session, cast, now)
    for first, many in (
        (datetime(2026, 10, 24, 22, tzinfo=UTC), 25),
        (datetime(2026, 3, 28, 23, tzinfo=UTC), 23),
    ):
        rows = "".join(f"{(first + at * timedelta(hours=1)).isoformat()};10\n" for at in range(many))
        take(session, series, HEAD + rows, cast, now)
    zone = series.location.zone
    for day, total in ((date(2026, 10, 25), 250), (date(2026, 3, 29), 230)):
        (found,) = days_of(hours_between(session, series, day, day), day, day, zone=zone)
        assert (found.count, found.is_whole) == (total, True)
    before = date(2026, 10, 24)
    days = days_of(
        hours_between(session, series, before, date(2026, 10, 25)), before, date(2026, 10, 25), zone=zone
    )
    assert [day.hours for day in days] == [0, 25]
    assert whole_days_total(days) == (250, 1)
    assert hours_between(session, series, date(2026, 10, 25), before) == {}
    assert days_of({}, date(2026, 10, 25), before, zone=zone) == []
