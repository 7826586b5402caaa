"""How everybody who keeps something of a house learns that it changed: the database itself says so.

Whatever changes a row a house's pages are made of – an action, an import, a hand on the database –
gives the house another `location.revision`. It is a random number, never a count: two changes of
which one is taken back must not leave the same number behind. Bookings and claims do not touch it.

The triggers guard nothing but caches. While the schema changes they are put aside, so that
migrations may rebuild any table.
"""

from __future__ import annotations

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

OF_LOCATION = (
    "slug",
    "name",
    "city",
    "timezone",
    "address",
    "coordinates",
    "text_de",
    "text_en",
    "holiday_region",
    "closed_on_holidays",
    "holiday_rules",
    "is_demo",
    "position",
    "is_listed",
    "moves",
)
"""The columns of the house itself that count."""

_OWN = "{row}.location_id"
_OF_SPACE = "(SELECT location_id FROM space WHERE id = {row}.space_id)"
HOUSE_OF = {
    "location": "{row}.id",
    "opening_hours": _OWN,
    "special_opening": _OWN,
    "closure": _OWN,
    "space": _OWN,
    "space_layout": _OF_SPACE,
    "space_picture": _OF_SPACE,
    "space_part": "(SELECT location_id FROM space WHERE id = {row}.whole_id)",
    "space_hours": _OF_SPACE,
    "space_closure": _OF_SPACE,
    "floor_plan": _OWN,
    "placement": "(SELECT location_id FROM floor_plan WHERE id = {row}.plan_id)",
    "booking_rule": _OWN,
    "tariff": _OWN,
    "event_terms": _OWN,
}
"""Watched tables, and which house a row of each belongs to."""


def _change_of(table: str) -> str:
    return f"UPDATE OF {', '.join(OF_LOCATION)}" if table == "location" else "UPDATE"


def _sqlite() -> dict[str, str]:
    triggers = {}
    for table, house in HOUSE_OF.items():
        for change, rows in (("INSERT", ("new",)), (_change_of(table), ("old", "new")), ("DELETE", ("old",))):
            name = f"revise_{table}_{change.split()[0].lower()}"
            houses = ", ".join(house.format(row=row) for row in rows)
            triggers[name] = (
                f"CREATE TRIGGER {name} AFTER {change} ON {table} BEGIN "
                f"UPDATE location SET revision = random() WHERE id IN ({houses}); END"
            )
    return triggers


def _postgresql() -> dict[str, tuple[str, str]]:
    triggers = {}
    for table, house in HOUSE_OF.items():
        name = f"revise_{table}"
        houses = ", ".join(house.format(row=row) for row in ("old", "new"))
        function = (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "UPDATE location SET revision = (random() * 9007199254740991)::bigint "
            f"WHERE id IN ({houses}); RETURN NULL; END $$"
        )
        trigger = (
            f"CREATE TRIGGER {name} AFTER INSERT OR {_change_of(table)} OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
        triggers[name] = (function, trigger)
    return triggers


SQLITE, POSTGRESQL = _sqlite(), _postgresql()


def missing_revisions(connection: Connection) -> list[str]:
    """Names of the triggers this database lacks; without them pages would show what was."""
    if connection.dialect.name == "postgresql":
        present = set(connection.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")))
        return [name for name in POSTGRESQL if name not in present]
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    found = {row.name: row.sql for row in rows}
    return [name for name, sql in SQLITE.items() if found.get(name) != sql]


def put_revisions_aside(connection: Connection) -> None:
    """Drop the triggers, so that tables may be rebuilt."""
    if connection.dialect.name == "postgresql":
        for name in POSTGRESQL:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
        return
    for name in SQLITE:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")


def ensure_revisions(connection: Connection) -> None:
    """Put every missing trigger in force, where the schema is new enough to have revisions."""
    tables = inspect(connection)
    columns = tables.get_columns("location") if tables.has_table("location") else []
    known = {column["name"] for column in columns}
    if "revision" not in known:
        return
    # A schema that is on its way back may lack columns that count today.
    counted, present = ", ".join(OF_LOCATION), ", ".join(name for name in OF_LOCATION if name in known)
    is_postgresql = connection.dialect.name == "postgresql"
    # A schema that is on its way back may lack what was watched last.
    watched = {f"revise_{table}" for table in HOUSE_OF if tables.has_table(table)}
    if not {column["name"] for column in tables.get_columns("location")}.issuperset(OF_LOCATION):
        watched.discard("revise_location")
    for name in missing_revisions(connection):
        if (name if is_postgresql else name.rpartition("_")[0]) not in watched:
            continue
        if is_postgresql:
            for statement in POSTGRESQL[name]:
                connection.exec_driver_sql(statement.replace(counted, present))
        else:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(SQLITE[name])
