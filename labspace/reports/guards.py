"""What the database itself refuses, on both engines: to change or delete a frozen version, or a text of it.

No retention job, no mistake in the program and no hand on the database alters what a council was
shown; only a migration could, which says so. Kept up like the guards of claims (`bookings.guards`).
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.engine import Connection

FROZEN = "ck_report_frozen"

_OF_FINAL = "EXISTS (SELECT 1 FROM report_version v WHERE v.id = {row}.version_id AND v.state = 'final')"

SQLITE = {
    "report_version_kept_update": f"""CREATE TRIGGER report_version_kept_update BEFORE UPDATE ON report_version
WHEN old.state = 'final' BEGIN SELECT raise(abort, '{FROZEN}'); END""",
    "report_version_kept_delete": f"""CREATE TRIGGER report_version_kept_delete BEFORE DELETE ON report_version
WHEN old.state = 'final' BEGIN SELECT raise(abort, '{FROZEN}'); END""",
    "report_text_kept_insert": f"""CREATE TRIGGER report_text_kept_insert BEFORE INSERT ON report_text
WHEN {_OF_FINAL.format(row="new")} BEGIN SELECT raise(abort, '{FROZEN}'); END""",
    "report_text_kept_update": f"""CREATE TRIGGER report_text_kept_update BEFORE UPDATE ON report_text
WHEN {_OF_FINAL.format(row="old")} BEGIN SELECT raise(abort, '{FROZEN}'); END""",
    "report_text_kept_delete": f"""CREATE TRIGGER report_text_kept_delete BEFORE DELETE ON report_text
WHEN {_OF_FINAL.format(row="old")} BEGIN SELECT raise(abort, '{FROZEN}'); END""",
}

_PG_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION report_version_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF old.state = 'final' THEN
    RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = '{FROZEN}', MESSAGE = '{FROZEN}';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN old; END IF;
  RETURN new;
END $$;
CREATE OR REPLACE FUNCTION report_text_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN touched := new.version_id; ELSE touched := old.version_id; END IF;
  IF EXISTS (SELECT 1 FROM report_version v WHERE v.id = touched AND v.state = 'final') THEN
    RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = '{FROZEN}', MESSAGE = '{FROZEN}';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN old; END IF;
  RETURN new;
END $$
"""
POSTGRESQL = {
    "report_version_kept": """CREATE TRIGGER report_version_kept BEFORE UPDATE OR DELETE ON report_version
FOR EACH ROW EXECUTE FUNCTION report_version_is_kept()""",
    "report_text_kept": """CREATE TRIGGER report_text_kept BEFORE INSERT OR UPDATE OR DELETE ON report_text
FOR EACH ROW EXECUTE FUNCTION report_text_is_kept()""",
}


def ensure_kept(connection: Connection) -> None:
    """Put the guards in force where they are missing; nothing before there are reports."""
    if not _has_reports(connection):
        return
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_PG_FUNCTIONS)
        for name in missing_kept(connection):
            connection.exec_driver_sql(POSTGRESQL[name])
        return
    for name in missing_kept(connection):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(SQLITE[name])


def put_kept_aside(connection: Connection) -> None:
    """Drop the guards, so that an import can bring frozen versions and their texts back as they were."""
    if connection.dialect.name == "postgresql":
        for name in POSTGRESQL:
            table = "report_version" if "version" in name else "report_text"
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        return
    for name in SQLITE:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")


def missing_kept(connection: Connection) -> list[str]:
    """The guards that are not in force, or are older than this code."""
    if connection.dialect.name == "postgresql":
        question = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        found = set(connection.scalars(text(question)))
        return [name for name in POSTGRESQL if name not in found]
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    present = {row.name: row.sql for row in rows}
    return [name for name, sql in SQLITE.items() if present.get(name) != sql]


def _has_reports(connection: Connection) -> bool:
    return connection.dialect.has_table(connection, "report_version")
