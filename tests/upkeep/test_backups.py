"""A backup holds all of a house at one moment and comes back whole, or is refused."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Event, Thread
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from config import Settings
from labspace.bookings.claim_models import Claim
from labspace.db import Base, db
from labspace.schema import check
from labspace.upkeep.backups.archive import CONTENTS, BackupRefused, new_archive
from labspace.upkeep.backups.making import make_backup
from labspace.upkeep.backups.restoring import check_backup, restore_backup
from tests.scene import Scene

Deployment = tuple[Engine, Settings]


def all_rows(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, in an order of its own."""
    with engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def kept(app: Flask, scene: Scene, settings: Settings, now: datetime, tmp_path: Path) -> Path:
    """A backup of the scene."""
    (settings.data_dir / "pages").mkdir()
    (settings.data_dir / "pages" / "impressum.de.txt").write_text("Haus der Beispiele", "utf-8")
    db.session.remove()
    path = tmp_path / "kept.labspace"
    make_backup(path, engine=db.engine, settings=settings, now=now)
    return path


def test_comes_back_row_by_row_with_guards_and_files(
    kept: Path, empty: Callable[[], Deployment], app: Flask
) -> None:
    engine, settings = empty()
    contents = restore_backup(kept, engine=engine, settings=settings, replace=False)
    assert all_rows(engine) == all_rows(db.engine)
    assert contents.tables["claim"].rows > 0
    assert (settings.data_dir / "pages" / "impressum.de.txt").read_text("utf-8") == "Haus der Beispiele"
    check(engine)
    with Session(engine) as session:
        claim = session.scalars(select(Claim).limit(1)).one()
        values = {
            column.name: getattr(claim, column.key)
            for column in inspect(Claim).columns
            if column.name != "id" and not column.computed
        }
        with pytest.raises(IntegrityError):
            session.execute(insert(Claim).values(**values))


def test_new_rows_get_new_ids_afterwards(kept: Path, empty: Callable[[], Deployment], now: datetime) -> None:
    engine, settings = empty()
    restore_backup(kept, engine=engine, settings=settings, replace=False)
    from labspace.notices.models import Channel, OutboxRow

    with Session(engine) as session:
        before = session.scalars(select(OutboxRow.id).order_by(OutboxRow.id.desc())).first() or 0
        row = OutboxRow(
            channel=Channel.MAIL,
            topic="t",
            message_id="m",
            recipient="a@b.invalid",
            created_at=now,
            run_at=now,
        )
        session.add(row)
        session.flush()
        assert row.id > before


def test_a_backup_is_for_its_owner_only_and_replaces_none(
    kept: Path, app: Flask, settings: Settings, now: datetime
) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with pytest.raises(BackupRefused, match="exists already"):
        make_backup(kept, engine=db.engine, settings=settings, now=now)
    assert sorted(path.name for path in kept.parent.glob(".*")) == []


def test_nothing_comes_over_a_house_that_is_there(kept: Path, app: Flask, settings: Settings) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE location SET name = 'Später geändert'"))
    before = all_rows(db.engine)
    with pytest.raises(BackupRefused, match="--replace"):
        restore_backup(kept, engine=db.engine, settings=settings, replace=False)
    assert all_rows(db.engine) == before


def test_comes_over_another_house_where_that_is_asked_for(
    kept: Path, empty: Callable[[], Deployment], app: Flask
) -> None:
    engine, settings = empty()
    restore_backup(kept, engine=engine, settings=settings, replace=False)
    with engine.begin() as connection:
        connection.execute(text("UPDATE location SET name = 'Später geändert'"))
    restore_backup(kept, engine=engine, settings=settings, replace=True)
    assert all_rows(engine) == all_rows(db.engine)
    check(engine)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.6, 0.95, 0.999])
def test_a_truncated_backup_is_refused(share: float, kept: Path, empty: Callable[[], Deployment]) -> None:
    engine, settings = empty()
    data = kept.read_bytes()
    kept.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BackupRefused):
        restore_backup(kept, engine=engine, settings=settings, replace=False)
    assert inspect(engine).get_table_names() == []


@pytest.mark.parametrize("begins", [0.0, 0.01, 0.3, 0.7, 0.98])
def test_a_backup_with_one_changed_byte_is_refused(begins: float, kept: Path, settings: Settings) -> None:
    """Also one that no reader of a zip looks at: a date in a header is followed by its checksum's no."""
    data = kept.read_bytes()
    first = int(len(data) * begins)
    for place in range(first, first + 64, 7):
        changed = bytearray(data)
        changed[place] ^= 0x55
        kept.write_bytes(changed)
        with pytest.raises(BackupRefused):
            check_backup(kept, settings=settings)


def test_no_changed_byte_of_the_directory_is_more_than_refused(kept: Path, settings: Settings) -> None:
    """Names, lengths, methods and flags: what reads a backup finds them all made up."""
    data = kept.read_bytes()
    with ZipFile(kept) as file:
        begins = file.start_dir
    for place in range(begins, len(data), 23):
        changed = bytearray(data)
        changed[place] ^= 0x55
        kept.write_bytes(changed)
        with pytest.raises(BackupRefused):
            check_backup(kept, settings=settings)


def test_a_backup_from_before_there_were_checksums_is_taken_back(
    kept: Path, empty: Callable[[], Deployment], app: Flask
) -> None:
    older = kept.with_name("older.labspace")
    with ZipFile(kept) as source, ZipFile(older, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == CONTENTS:
                data = json.dumps({**json.loads(data), "version": 1}).encode()
            target.writestr(name, data)
    engine, settings = empty()
    restore_backup(older, engine=engine, settings=settings, replace=False)
    assert all_rows(engine) == all_rows(db.engine)


def test_a_backup_written_anew_by_somebody_without_the_key_is_refused(kept: Path, settings: Settings) -> None:
    """The digests fit then, and the seal does not."""
    forged = kept.with_name("forged.labspace")
    with ZipFile(kept) as source, new_archive(forged) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == CONTENTS:
                stated = json.loads(data)
                stated["contents"]["made_at"] = "2020-01-01T00:00:00+00:00"
                data = json.dumps(stated).encode()
            target.writestr(name, data)
    with pytest.raises(BackupRefused, match="secret key"):
        check_backup(forged, settings=settings)
    with pytest.raises(BackupRefused, match="secret key"):
        check_backup(kept, settings=replace(settings, secret_key="another one"))
    check_backup(kept, settings=settings)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        pytest.param({"version": 3}, "newer labspace", id="newer format"),
        pytest.param({"format": "something"}, "no backup", id="another format"),
    ],
)
def test_a_file_of_another_kind_is_refused(
    change: dict[str, object], because: str, kept: Path, settings: Settings
) -> None:
    other = kept.with_name("other.labspace")
    with ZipFile(kept) as source, ZipFile(other, "w") as target:
        target.writestr(CONTENTS, json.dumps({**json.loads(source.read(CONTENTS)), **change}))
    with pytest.raises(BackupRefused, match=because):
        check_backup(other, settings=settings)


def test_what_is_written_meanwhile_is_in_it_wholly_or_not_at_all(
    app: Flask,
    scene: Scene,
    settings: Settings,
    database_url: str,
    empty: Callable[[], Deployment],
    now: datetime,
    tmp_path: Path,
) -> None:
    """Another connection writes pairs all the while, in tables that are copied far from each other."""
    db.session.remove()
    stop, written = Event(), Event()
    writing = create_engine(database_url)

    def write() -> None:
        for number in count():
            with writing.begin() as connection:
                for table in ("location", "user_account"):
                    connection.execute(text(f"UPDATE {table} SET name = :name"), {"name": f"Runde {number}"})
            written.set()
            if stop.is_set():
                return

    thread = Thread(target=write, daemon=True)
    thread.start()
    try:
        assert written.wait(60)
        make_backup(tmp_path / "busy.labspace", engine=db.engine, settings=settings, now=now)
    finally:
        stop.set()
        thread.join(60)
        writing.dispose()
    engine, elsewhere = empty()
    restore_backup(tmp_path / "busy.labspace", engine=engine, settings=elsewhere, replace=False)
    with engine.connect() as connection:
        rounds = {
            *connection.scalars(text("SELECT name FROM location")),
            *connection.scalars(text("SELECT name FROM user_account")),
        }
    assert len(rounds) == 1
    assert rounds.pop().startswith("Runde ")
