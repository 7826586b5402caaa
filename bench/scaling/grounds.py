"""Kept days and months of the copied houses: facts hold only with the ground of their own house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
from sqlalchemy import select

from bench.scaling.columns import number_of
from bench.scaling.multiply import ORIGIN
from config import Settings
from labspace import create_app
from labspace.db import db
from labspace.locations.models import Location
from labspace.occupancy.facts.ground import ground_of
from labspace.occupancy.months import Month
from labspace.spaces.houses import houses_named

AT_A_TIME = 50
"""Houses whose grounds are reckoned together."""


def keep_grounds(url: str, dsn: str, folder: Path, *, copies: int) -> int:
    """Write which days and months are kept of every house; returns how many days."""
    with psycopg.connect(dsn) as connection:
        months = [
            day
            for (day,) in connection.execute(
                f"SELECT DISTINCT month FROM {ORIGIN}.fact_day ORDER BY 1".encode()
            )
        ]
        connection.execute("CREATE TEMP TABLE ground (location_id bigint, month date, ground bigint)")
        with connection.cursor().copy("COPY ground FROM STDIN") as into:
            for row in _grounds(url, folder, months):
                into.write_row(row)
        connection.execute("ANALYZE ground")
        connection.execute("TRUNCATE fact_day, fact_month")
        own = number_of("o.location_id", copies=copies)
        source = f"(SELECT *, generate_series(0, {copies - 1}) AS copy FROM {ORIGIN}.{{table}}) AS o"
        joined = f"JOIN ground AS g ON g.location_id = {own} AND g.month = o.month"
        kept = connection.execute(
            "INSERT INTO fact_day (location_id, day, month, ground, made_by) SELECT g.location_id, o.day,"
            f" o.month, g.ground, o.made_by FROM {source.format(table='fact_day')} {joined}".encode()
        ).rowcount
        connection.execute(
            "INSERT INTO fact_month (location_id, month, last_on, ground, made_by) SELECT g.location_id,"
            f" o.month, o.last_on, g.ground, o.made_by FROM {source.format(table='fact_month')} {joined}".encode()
        )
        connection.execute("ANALYZE fact_day")
        connection.execute("ANALYZE fact_month")
    return kept


def _grounds(url: str, folder: Path, months: list[date]) -> Iterator[tuple[int, date, int]]:
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key="bench"))
    with app.app_context():
        session = db.session()
        ids = list(session.scalars(select(Location.id).order_by(Location.id)))
        for first in range(0, len(ids), AT_A_TIME):
            for house in houses_named(session, ids[first : first + AT_A_TIME]).values():
                for month in months:
                    yield house.id, month, ground_of(session, house, Month(month.year, month.month))
        db.session.remove()
        db.engine.dispose()
