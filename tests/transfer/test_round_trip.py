"""Export, import into an empty system of the other engine, export: the same bytes, and a system that goes on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from labspace.bookings.claim_models import Claim
from labspace.bookings.guards import is_overlap
from labspace.calendars.feeds import rewrite
from labspace.calendars.models import CalendarEntry, CalendarFeed
from labspace.calendars.scopes import FeedKind, Scope
from labspace.db import Base, begin_write, db, table_of
from labspace.reports.models import ReportText, ReportVersion
from labspace.reports.states import VersionState
from labspace.schema import check
from labspace.transfer.tables import DERIVED, EXPORTED
from tests.factories import Cast
from tests.scene import Scene
from tests.transfer.conftest import lines_of
from tests.transfer.systems import fill_at_random, load_demo


@pytest.fixture
def moved_demo(app: Flask, session: Session, other: Engine, export, take_in) -> tuple[Path, Path]:
    """The demonstration's export, and that of the other engine after it was imported there."""
    load_demo(app, session)
    first = export()
    take_in(other, first)
    return first, export("second.json.gz", other)


def test_the_demonstration_is_the_same_on_the_other_engine(moved_demo, other: Engine, session: Session):
    first, second = moved_demo
    assert lines_of(first) == lines_of(second)
    assert first.read_bytes() == second.read_bytes()
    check(other)
    with other.connect() as connection:
        for name in EXPORTED:
            table = Base.metadata.tables[name]
            count = select(func.count()).select_from(table)
            assert connection.scalar(count) == session.scalar(count), name
        claim = connection.execute(select(table_of(Claim)).where(table_of(Claim).c.is_core).limit(1)).one()
        assert all(
            not connection.scalar(select(func.count()).select_from(Base.metadata.tables[name]))
            for name in DERIVED
        )
    again = {key: value for key, value in claim._mapping.items() if key != "id"}
    with pytest.raises(DBAPIError) as refused, other.begin() as connection:
        connection.execute(insert(table_of(Claim)), again)
    assert is_overlap(refused.value)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_systems_are_the_same_on_the_other_engine_and_back(
    session: Session, scene: Scene, other: Engine, alike: Engine, export, take_in, seed: int
):
    fill_at_random(session, scene, seed=seed)
    first = export()
    take_in(other, first)
    second = export("second.json.gz", other)
    take_in(alike, second)
    third = export("third.json.gz", alike)
    assert first.read_bytes() == second.read_bytes() == third.read_bytes()


def test_frozen_reports_come_back_and_stay_frozen(session, scene, other, export, take_in):
    fill_at_random(session, scene, seed=1)
    take_in(other, export())
    version, words = table_of(ReportVersion), table_of(ReportText)
    is_final = version.c.state == VersionState.FINAL
    with other.connect() as connection:
        count = select(func.count()).select_from(words).join(version).where(is_final)
        assert connection.scalar(count) == 1
    with pytest.raises(DBAPIError, match="ck_report_frozen"), other.begin() as connection:
        connection.execute(version.update().where(is_final).values(correction="x"))


def test_ids_go_on_after_the_highest(session: Session, scene: Scene, other: Engine, export, take_in):
    fill_at_random(session, scene, seed=4)
    take_in(other, export())
    for name in EXPORTED:
        table = Base.metadata.tables[name]
        if [column.name for column in table.primary_key] != ["id"]:
            continue
        with other.connect() as connection:
            highest = connection.scalar(select(func.max(table.c.id))) or 0
            if other.dialect.name == "postgresql":
                sequence = connection.scalar(select(func.pg_get_serial_sequence(name, "id")))
                assert connection.scalar(select(func.nextval(sequence))) == highest + 1, name


def test_json_null_and_no_value_stay_two_things(session, scene, other, export, take_in):
    fill_at_random(session, scene, seed=5)
    question = text(
        "SELECT count(*), sum(CASE WHEN before IS NULL THEN 1 ELSE 0 END), "
        "sum(CASE WHEN CAST(before AS TEXT) = 'null' THEN 1 ELSE 0 END) FROM booking_event"
    )
    before = tuple(session.execute(question).one())
    take_in(other, export())
    with other.connect() as connection:
        assert tuple(connection.execute(question).one()) == before
    assert before[1]
    assert before[2]


def test_an_export_while_others_write_is_of_one_moment(session, scene, app, export, monkeypatch):
    calm = export("calm.json.gz")
    from labspace.transfer import exporting

    write = exporting._rows
    done: list[bool] = []

    def with_a_new_booking_event(connection, table, codecs):
        if table.name == "booking" and not done:
            done.append(True)
            begin_write(db.session())
            fill_at_random(db.session(), scene, seed=6)
        return write(connection, table, codecs)

    monkeypatch.setattr(exporting, "_rows", with_a_new_booking_event)
    during = export("during.json.gz")
    assert done
    assert during.read_bytes() == calm.read_bytes()


def test_the_file_is_the_same_whatever_it_is_called_and_whenever_it_is_written(scene, export):
    first = export("a.json.gz")
    assert first.read_bytes() == export("b.gz").read_bytes()
    assert first.stat().st_mode & 0o777 == 0o600


def test_calendars_are_written_anew_and_nothing_in_them_falls_back(
    session: Session, scene: Scene, cast: Cast, other: Engine, now: datetime, export, take_in
):
    scope = Scope(kind=FeedKind.PERSONAL, subject_id=cast.alice.id)
    kept = rewrite(session, scope, "de", basis="here", now=now)
    entries = select(CalendarEntry).where(CalendarEntry.feed_id == kept.id).order_by(CalendarEntry.id)
    session.execute(update(CalendarEntry).values(sequence=7))
    session.commit()
    before = {entry.id: (entry.sequence, entry.changed_at) for entry in session.scalars(entries)}
    revision = kept.revision
    assert before
    take_in(other, export())
    with Session(other) as there:
        feed = there.get_one(CalendarFeed, kept.id)
        assert (feed.basis, feed.revision) == ("", revision)
        assert rewrite(there, scope, "de", basis="here", now=now).revision == revision + 1
        for entry in there.scalars(entries):
            sequence, changed_at = before[entry.id]
            assert (entry.sequence, entry.changed_at > changed_at) == (sequence, True)
            assert b"BEGIN:VEVENT" in entry.ics
