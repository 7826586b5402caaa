"""Copies of houses are whole: each row names rows of its own house, and kept days hold there too."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from bench.pressure.arrivals import Answered, Lane, Run, due_at
from bench.scaling.grounds import keep_grounds
from bench.scaling.multiply import load_origin, multiply
from labspace.bookings.guards import missing_guards
from labspace.db import db
from labspace.occupancy.facts.jobs import keep_all
from labspace.schema import upgrade
from tests.factories import Cast, book, on_day

COPIES = 3


@pytest.mark.postgres
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_copied_houses_stand_beside_each_other(
    app: Flask, session: Session, cast: Cast, now: datetime, tmp_path: Path, postgres_url: str
) -> None:
    for ahead in range(1, 4):
        day = (now + timedelta(days=ahead)).date()
        book(session, cast.desk, cast.alice, on_day(day, 10, 12, house=cast.house), now=now)
        book(session, cast.area, cast.bob, on_day(day, 13, 15, house=cast.house), now=now)
    keep_all(session, now=now + timedelta(days=40))
    session.commit()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    dsn = make_url(postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
    engine = create_engine(postgres_url)
    upgrade(engine)
    said: list[str] = []
    tables = load_origin(tmp_path / "labspace.sqlite3", dsn)
    multiply(dsn, tables, copies=COPIES, say=said.append)
    keep_grounds(postgres_url, dsn, tmp_path, copies=COPIES)
    assert len(said) == len(tables) - 2
    with engine.connect() as connection:
        assert missing_guards(connection) == []
        for table in ("location", "booking", "claim", "booking_space", "fact_day", "space_fact"):
            there = session.scalar(text(f"SELECT count(*) FROM {table}"))
            assert there
            assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == COPIES * there, table
        keys = connection.execute(
            text("SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'f'")
        )
        for table, name in keys.all():
            connection.execute(text(f'ALTER TABLE {table} VALIDATE CONSTRAINT "{name}"'))
        strangers = connection.scalar(
            text(
                "SELECT count(*) FROM booking b JOIN booking_space s ON s.booking_id = b.id"
                " JOIN space p ON p.id = s.space_id WHERE p.location_id <> b.location_id"
            )
        )
        assert strangers == 0
        grounds = connection.execute(
            text("SELECT count(DISTINCT location_id), count(DISTINCT (location_id, ground)) FROM fact_day")
        ).one()
        # Every copy has a ground of its own in each of the two months.
        assert tuple(grounds) == (COPIES, 2 * COPIES)
    engine.dispose()


def test_requests_are_due_evenly_and_counted_from_then() -> None:
    assert [due_at(turn, per_second=4, begun=10.0) for turn in range(3)] == [10.0, 10.25, 10.5]
    lane = Lane("bookings", 4, 1, lambda _number: b"")
    run = Run(lane, [Answered(n, 201 if n else 503, b"", float(n)) for n in range(101)], 25.0)
    assert run.statuses() == {201: 100, 503: 1}
    assert run.percentile(95) == pytest.approx(95.9)
    assert run.longest == 100.0
