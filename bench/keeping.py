"""Facts of the past for measured data, kept beforehand by the application's own code."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

from config import Settings
from labspace import create_app
from labspace.db import db
from labspace.locations.models import Location
from labspace.locations.queries import locations
from labspace.occupancy.facts.jobs import keep_all
from labspace.times import utc_now


def keep_facts(file: Path, folder: Path) -> None:
    """Keep the facts of a SQLite file, several houses at once."""
    url = f"sqlite:///{file}"
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key="bench"))
    with app.app_context():
        ids = [house.id for house in locations(db.session())]
        db.session.remove()
        with ProcessPoolExecutor(cpu_count(), mp_context=get_context("spawn")) as pool:
            list(pool.map(_keep_house, [url] * len(ids), [folder] * len(ids), ids))
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


def _keep_house(url: str, folder: Path, house_id: int) -> None:
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key="bench"))
    with app.app_context():
        session = db.session()
        keep_all(session, now=utc_now(), houses=[session.get_one(Location, house_id)])
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
