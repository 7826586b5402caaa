"""The database schema: bring it up to date, and refuse to run on one that is not."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from labspace.bookings.guards import ensure_guards, missing_guards
from labspace.home import HOME
from labspace.spaces.revisions import ensure_revisions, missing_revisions, put_revisions_aside


class SchemaOutdated(RuntimeError):
    """The database does not fit this code; the text says what to run."""


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for work on this connection."""
    config = Config()
    config.set_main_option("script_location", str(HOME / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to `revision` and put the overlap guards and the houses' revisions in force, all or nothing."""
    with engine.begin() as connection:
        put_revisions_aside(connection)
        command.upgrade(alembic_config(connection), revision)
        ensure_guards(connection)
        ensure_revisions(connection)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to `revision`."""
    with engine.begin() as connection:
        put_revisions_aside(connection)
        command.downgrade(alembic_config(connection), revision)
        ensure_revisions(connection)


def current_revision(connection: Connection) -> str | None:
    """The revision the database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def check(engine: Engine) -> None:
    """Raise `SchemaOutdated` unless the schema is the newest and every guard is in force."""
    with engine.connect() as connection:
        head = ScriptDirectory(str(HOME / "migrations")).get_current_head()
        if current_revision(connection) != head:
            raise SchemaOutdated("The database is not up to date. Run `labspace db upgrade`.")
        if missing := [*missing_guards(connection), *missing_revisions(connection)]:
            raise SchemaOutdated(f"Guards are missing ({', '.join(missing)}). Run `labspace db upgrade`.")
