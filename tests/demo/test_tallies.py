"""The demonstration's houses and cafés were tallied, as people do: with gaps, guesses and the newest days by the hour."""

from __future__ import annotations

from sqlalchemy import func, select

from labspace.demo.loading import load_houses
from labspace.demo.people import load_people
from labspace.demo.tallies import BY_THE_HOUR, invent_tallies
from labspace.spaces.kinds import SpaceKind
from labspace.visits.kinds import VisitSource
from labspace.visits.models import VisitCount, VisitHour


def test_every_house_was_tallied_and_hours_add_up(session, now) -> None:
    load_people(session, load_houses(session), now=now)
    session.commit()
    written = invent_tallies(session, days=62, seed=1, now=now)
    session.commit()
    rows = session.scalars(select(VisitCount)).all()
    assert len(rows) == written
    assert {row.location.slug for row in rows} == {"bochum", "hattingen", "herne", "witten"}
    assert {row.kind for row in rows} == {None, SpaceKind.CAFE_TABLE}
    assert {row.source for row in rows} == {VisitSource.TALLY, VisitSource.ESTIMATE}
    assert all(row.day < now.date() for row in rows)
    sums = dict(
        session.execute(
            select(VisitHour.count_id, func.sum(VisitHour.count)).group_by(VisitHour.count_id)
        ).all()
    )
    assert sums == {row.id: row.count for row in rows if row.id in sums}
    assert len(sums) >= BY_THE_HOUR


def test_what_was_tallied_is_not_tallied_again(session, now) -> None:
    load_people(session, load_houses(session), now=now)
    session.commit()
    assert invent_tallies(session, days=14, seed=1, now=now) > 0
    session.commit()
    assert invent_tallies(session, days=14, seed=1, now=now) == 0
