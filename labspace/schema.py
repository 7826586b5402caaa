"""The database schema: bring it up to date, and refuse to run on one that is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from labspace.bookings.guards import ensure_guards, missing_guards
from labspace.home import HOME
from labspace.reports.guards import ensure_kept, missing_kept
from labspace.spaces.revisions import ensure_revisions, missing_revisions, put_revisions_aside


class SchemaOutdated(RuntimeError):
    """The database does not fit this code; the text says what to run."""


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for work on this connection."""
    config = Config()
    config.set_main_option("script_location", str(HOME / "migrations"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _rebuilding(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables may be made anew while others name their rows, all or nothing.

    SQLite changes most of a table by making it anew, and would take what names its rows for broken
    meanwhile; so it is asked once at the end, where the schema changed.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with engine.connect() as connection:
        before = current_revision(connection)
        connection.rollback()
        _enforce_keys(connection, on=False)
        try:
            with connection.begin():
                yield connection
                broken = None
                if current_revision(connection) != before:
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise RuntimeError(
                        f"after the upgrade {broken[0]} names rows of {broken[2]} that do not exist"
                    )
        finally:
            _enforce_keys(connection, on=True)


def _enforce_keys(connection: Connection, *, on: bool) -> None:
    # Past SQLAlchemy: within a transaction SQLite does not listen to this.
    connection.connection.cursor().execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to `revision` and put the guards and the houses' revisions in force, all or nothing."""
    with _rebuilding(engine) as connection:
        put_revisions_aside(connection)
        command.upgrade(alembic_config(connection), revision)
        ensure_guards(connection)
        ensure_kept(connection)
        ensure_revisions(connection)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to `revision`."""
    with _rebuilding(engine) as connection:
        put_revisions_aside(connection)
        command.downgrade(alembic_config(connection), revision)
        ensure_revisions(connection)


def current_revision(connection: Connection) -> str | None:
    """The revision the database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest_revision() -> str | None:
    """The revision this code wants; the migrations are read once."""
    return ScriptDirectory(str(HOME / "migrations")).get_current_head()


def check(engine: Engine) -> None:
    """Raise `SchemaOutdated` unless the schema is the newest and every guard is in force."""
    with engine.connect() as connection:
        if current_revision(connection) != newest_revision():
            raise SchemaOutdated("The database is not up to date. Run `labspace db upgrade`.")
        if missing := [
            *missing_guards(connection),
            *missing_kept(connection),
            *missing_revisions(connection),
        ]:
            raise SchemaOutdated(f"Guards are missing ({', '.join(missing)}). Run `labspace db upgrade`.")
