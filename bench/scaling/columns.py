"""What a copied row says in place of each column: numbers of its own, names of its own, else the same."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table
from sqlalchemy.types import BigInteger, SmallInteger

ROW, COPY = "o", "o.copy"
"""Names in the statement: the row that is copied, and the number of the copy from 0 on."""

NAMED = {
    ("location", "slug"): "{value} || '-k' || {copy}",
    ("location", "name"): "{value} || ' ' || {copy}",
    ("space", "public_id"): "{value} || '-k' || {copy}",
    ("user_account", "email"): "{copy} || '-' || {value}",
    ("booking", "uid"): "{copy} || '-' || {value}",
    # Twelve characters at most: the letter of the house, the copy, what is drawn by lot.
    ("booking", "reference"): "left({value}, 1) || lpad({copy}::text, 3, '0') || substr({value}, 3)",
}
"""What must be unique, and words by which houses are told apart; copy 0 stays as it is."""

NUMBERS = {
    ("use_fact", "person"), ("use_fact", "organisation"),
    ("use_month", "person"), ("use_month", "organisation"),
}  # fmt: skip
"""Numbers of rows that no foreign key names; 0 says there is none."""

ONCE = frozenset({"api_token"})
"""Tables of which one copy is enough."""


def written(table: Table, *, copies: int) -> list[str]:
    """For each column of a table the expression of what copy number `copy` of row `o` has there."""
    return [_expression(table, column, copies=copies) for column in table.columns]


def which_copies(table: Table) -> str:
    """The condition on copies: what belongs to no house in particular is there once."""
    if table.name in ONCE:
        return f"{COPY} = 0"
    house = table.columns.get("location_id")
    if house is not None and house.nullable:
        return f"({COPY} = 0 OR {ROW}.location_id IS NOT NULL)"
    return "true"


def number_of(value: str, *, copies: int) -> str:
    """The number of a row's copy: all copies of a row follow each other, as rows of one day do in life."""
    return f"({value} - 1) * {copies} + {COPY} + 1"


def _expression(table: Table, column: Column[object], *, copies: int) -> str:
    value = f'{ROW}."{column.name}"'
    own = number_of(value, copies=copies)
    if column.foreign_keys or (column.name == "id" and _is_number(column)):
        return own
    if (table.name, column.name) in NUMBERS:
        return f"CASE WHEN {value} = 0 THEN 0 ELSE {own} END"
    if named := NAMED.get((table.name, column.name)):
        other = named.format(value=value, copy=COPY)
        return f"CASE WHEN {COPY} = 0 THEN {value} ELSE {other} END"
    return value


def _is_number(column: Column[object]) -> bool:
    return isinstance(column.type, Integer | BigInteger | SmallInteger)
