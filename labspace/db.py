"""The ground every model stands on: typed columns, both engines, and who may write when."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from select import POLLIN, poll
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    Date,
    Enum,
    Executable,
    Insert,
    Integer,
    MetaData,
    Result,
    Table,
    event,
    insert,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator, TypeEngine

if TYPE_CHECKING:
    from config import Settings

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in whole seconds: epoch seconds on SQLite, timestamptz on PostgreSQL."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time cannot be stored")
        if dialect.name == "postgresql":
            return value.replace(microsecond=0)
        return int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromtimestamp(value, UTC)


BigId = BigInteger().with_variant(Integer(), "sqlite")
IntPk = Annotated[int, mapped_column(BigId, primary_key=True)]


def by_value(kind: type[enum.Enum]) -> list[str]:
    """The stored words of an enum: its values, never its Python names."""
    return [member.value for member in kind]


class Base(DeclarativeBase):
    """What all models share."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime(),
            date: Date(),
            enum.Enum: Enum(enum.Enum, native_enum=False, values_callable=by_value, length=32),
        },
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

WRITING = {"labspace_writing": True}


def begin_write(session: Session) -> None:
    """Start the transaction an action writes in; every action calls this before it reads.

    On SQLite the transaction takes the write lock at once (BEGIN IMMEDIATE): one that reads first
    and writes later fails with "database is locked" as soon as another writer was quicker. A
    read transaction under way is ended, so that what the action reads is never older than its turn.
    On PostgreSQL every statement sees what is committed by then (READ COMMITTED), so a transaction
    that has only read goes on, which saves three ways to the server; what it read is read anew.
    """
    if session.in_transaction():
        connection = session.connection()
        if connection.get_execution_options().get("labspace_writing"):
            return
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("something was changed before begin_write")
        if connection.dialect.name == "postgresql":
            session.expire_all()
            connection.execution_options(**WRITING)
            return
        session.rollback()
    session.connection(execution_options=WRITING)


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows nobody needs as objects: a third of the time that adding and flushing objects takes.

    Defaults of the columns hold. What the session has yet to flush is not flushed before.
    """
    if rows:
        session.connection().execute(_insert_into(model), rows if len(rows) > 1 else rows[0])


@cache
def _insert_into(model: type[Base]) -> Insert:
    return insert(table_of(model)).inline()  # nobody asks for the new id


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for statements that make no objects."""
    return cast(Table, model.__table__)


def answers(
    session: Session, question: Executable, values: Mapping[str, Any] | None = None
) -> Result[*tuple[Any, ...]]:
    """Rows of plain columns, in half the time: straight from the connection, without looking for objects.

    What the session has yet to write is written before, as always.
    """
    session.flush()
    return session.connection().execute(question, values)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    if not type(dbapi_connection).__module__.startswith("sqlite3"):
        return
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "cache_size=-65536",
        "mmap_size=268435456",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get("labspace_writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def connect(app: Flask, settings: Settings) -> None:
    """Tie the application to its database."""
    if settings.database.startswith("sqlite"):
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = (
        {} if settings.database.startswith("sqlite") else {"isolation_level": "READ COMMITTED"}
    )
    db.init_app(app)
    if not settings.database.startswith("sqlite"):
        with app.app_context():
            _ask_who_rested(db.engine)


RESTED = 1.0
"""Seconds after which a connection that nobody used is asked whether it still lives."""


def _ask_who_rested(engine: Engine) -> None:
    """After a restart of the database no page fails; a busy server does not ask before every page.

    A server that ends says so to every connection, or its machine closes it: then there is something to
    read from one that nobody asked anything. One that vanished without a word shows by a question.
    """

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        rested = monotonic() - record.info.get("rests_since", monotonic())
        if rested < RESTED and not _has_word(connection):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as gone:
            raise DisconnectionError from gone


def _has_word(connection: Any) -> bool:
    """Whether the server sent something, or closed, since the last answer; takes microseconds, asks nobody."""
    arrived = poll()
    arrived.register(connection.fileno(), POLLIN)
    return bool(arrived.poll(0))
