"""The last guard against two on one space: what the database itself refuses, on both engines.

Core claims exclude core claims and buffers; two buffers may overlap. Claims stand on undivided
units only. On PostgreSQL an exclusion constraint says the first, with a third range ("lane")
that is unbounded for core claims and the claim's own id for buffers; on SQLite triggers do.
Migrations that rebuild a table lose SQLite's triggers silently, so `ensure_guards` runs after
every upgrade and `missing_guards` at every start.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.engine import Connection

OVERLAP = "ex_claim_overlap"
DIVIDED = "ex_claim_on_divided_space"

# A core claim meets another core claim exactly if the first one that ends after it begins
# also begins before it ends: core claims do not overlap each other. Buffers may, but last at
# most a day, so a short index range finds them.
_CORE_IN_THE_WAY = """(SELECT c.starts_at FROM claim c WHERE c.space_id = new.space_id AND c.is_core
    AND c.ends_at > new.starts_at AND c.id <> {own} ORDER BY c.ends_at LIMIT 1) < new.ends_at"""
_BUFFER_IN_THE_WAY = """EXISTS (SELECT 1 FROM claim c WHERE c.space_id = new.space_id AND NOT c.is_core
    AND c.starts_at > new.starts_at - 86400 AND c.starts_at < new.ends_at AND c.ends_at > new.starts_at
    AND c.id <> {own})"""
_ON_DIVIDED = "NOT (SELECT s.is_unit FROM space s WHERE s.id = new.space_id)"
_LONG_BUFFER = "NOT new.is_core AND new.ends_at - new.starts_at > 86400"


def _sqlite_trigger(name: str, timing: str, *, own: str) -> str:
    return f"""CREATE TRIGGER {name} {timing} ON claim BEGIN
  SELECT raise(abort, '{DIVIDED}') WHERE {_ON_DIVIDED};
  SELECT raise(abort, 'ck_claim_buffer_length') WHERE {_LONG_BUFFER};
  SELECT raise(abort, '{OVERLAP}') WHERE {_CORE_IN_THE_WAY.format(own=own)};
  SELECT raise(abort, '{OVERLAP}') WHERE new.is_core AND {_BUFFER_IN_THE_WAY.format(own=own)};
END"""


SQLITE = {
    "claim_guard_insert": _sqlite_trigger("claim_guard_insert", "BEFORE INSERT", own="-1"),
    "claim_guard_update": _sqlite_trigger(
        "claim_guard_update", "BEFORE UPDATE OF space_id, starts_at, ends_at, is_core", own="new.id"
    ),
    "space_guard_update": f"""CREATE TRIGGER space_guard_update BEFORE UPDATE OF is_unit ON space
WHEN NOT new.is_unit AND EXISTS (SELECT 1 FROM claim c WHERE c.space_id = new.id) BEGIN
  SELECT raise(abort, '{DIVIDED}');
END""",
}

POSTGRESQL = {
    OVERLAP: f"""ALTER TABLE claim ADD CONSTRAINT {OVERLAP} EXCLUDE USING gist (
  space_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&,
  (CASE WHEN is_core THEN int8range(NULL, NULL) ELSE int8range(id, id, '[]') END) WITH &&)""",
    "ck_claim_buffer_length": """ALTER TABLE claim ADD CONSTRAINT ck_claim_buffer_length
  CHECK (is_core OR ends_at - starts_at <= interval '24 hours')""",
}
_PG_FUNCTION = f"""CREATE OR REPLACE FUNCTION claim_on_unit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT (SELECT s.is_unit FROM space s WHERE s.id = new.space_id) THEN
    RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = '{DIVIDED}', MESSAGE = '{DIVIDED}';
  END IF;
  RETURN new;
END $$"""
_PG_TRIGGER = """CREATE TRIGGER claim_on_unit BEFORE INSERT OR UPDATE OF space_id ON claim
FOR EACH ROW EXECUTE FUNCTION claim_on_unit()"""
_PG_SPACE_FUNCTION = f"""CREATE OR REPLACE FUNCTION space_stays_unit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT new.is_unit AND EXISTS (SELECT 1 FROM claim c WHERE c.space_id = new.id) THEN
    RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = '{DIVIDED}', MESSAGE = '{DIVIDED}';
  END IF;
  RETURN new;
END $$"""
_PG_SPACE_TRIGGER = """CREATE TRIGGER space_stays_unit BEFORE UPDATE OF is_unit ON space
FOR EACH ROW EXECUTE FUNCTION space_stays_unit()"""


def missing_guards(connection: Connection) -> list[str]:
    """Names of the guards this database lacks; empty when it is safe to book."""
    if connection.dialect.name == "postgresql":
        constraints = set(
            connection.scalars(text("SELECT conname FROM pg_constraint WHERE conrelid = 'claim'::regclass"))
        )
        triggers = set(connection.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")))
        return [name for name in POSTGRESQL if name not in constraints] + [
            name for name in ("claim_on_unit", "space_stays_unit") if name not in triggers
        ]
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    present = {row.name: row.sql for row in rows}
    return [name for name, sql in SQLITE.items() if present.get(name) != sql]


def ensure_guards(connection: Connection) -> None:
    """Put every guard in force that is missing or older than this code."""
    missing = missing_guards(connection)
    if connection.dialect.name == "postgresql":
        if OVERLAP in missing:
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS btree_gist")
        for name in missing:
            if name in POSTGRESQL:
                connection.exec_driver_sql(POSTGRESQL[name])
        if "claim_on_unit" in missing:
            connection.exec_driver_sql(_PG_FUNCTION)
            connection.exec_driver_sql(_PG_TRIGGER)
        if "space_stays_unit" in missing:
            connection.exec_driver_sql(_PG_SPACE_FUNCTION)
            connection.exec_driver_sql(_PG_SPACE_TRIGGER)
        return
    for name in missing:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(SQLITE[name])


def is_overlap(error: Exception) -> bool:
    """Whether a database error is the overlap guard speaking, on either engine."""
    return OVERLAP in str(getattr(error, "orig", error))
