"""The demonstration's town is alive for two houses, and says that it is invented."""

from __future__ import annotations

from sqlalchemy import func, select

from labspace.context.models import CityEvent, ContextImport, ContextSeries, PassersByHour, VacancyRate
from labspace.context.queries import targets_of
from labspace.demo.context import DAYS, LICENCE, SOURCE, load_context
from labspace.demo.loading import load_houses
from labspace.demo.people import load_people


def test_two_houses_have_a_town_around_them(session, now) -> None:
    load_people(session, load_houses(session), now=now)
    session.commit()
    load_context(session, now=now)
    session.commit()
    series = session.scalars(select(ContextSeries)).all()
    assert len(series) == 8
    assert {(one.source, one.licence) for one in series} == {(SOURCE, LICENCE)}
    assert all("frei erfunden" in one.name for one in series)
    hours = session.scalar(select(func.count()).select_from(PassersByHour))
    assert hours == 2 * (DAYS * 24 + _change(now) - 6)
    missing = {
        one.missing for one in session.scalars(select(ContextImport)) if one.series.kind.value == "passers_by"
    }
    assert missing == {6}
    assert session.scalar(select(func.count(CityEvent.id))) == 6
    assert session.scalar(select(func.count(VacancyRate.id))) == 6
    assert all("frei erfunden" in event.name for event in session.scalars(select(CityEvent)))


def test_without_people_there_is_none(session, now) -> None:
    load_houses(session)
    session.commit()
    load_context(session, now=now)
    assert session.scalars(select(ContextSeries)).all() == []


def test_two_houses_have_targets_with_reasons(session) -> None:
    houses = {house.slug: house for house in load_houses(session)}
    assert {slug for slug, house in houses.items() if targets_of(session, house.id)} == {"bochum", "herne"}
    assert all("erfunden" in one.reason.de for one in targets_of(session, houses["bochum"].id))


def _change(now) -> int:
    """The hour more that eight weeks up to the end of November have."""
    assert (now.month, now.day) == (11, 23)
    return 1
