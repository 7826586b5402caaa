"""What a house lends and serves, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from labspace.bookings.prices.words import amount_text
from labspace.formats import is_german, number_text
from labspace.houses.dated.rows import Row
from labspace.houses.dated.shown import Pair
from labspace.words import gettext as _


def equipment_facts(rows: Sequence[Row]) -> list[Pair]:
    """The things of a day with their numbers."""
    return [(_name(row), number_text(row["number"])) for row in in_order(rows)]


def catering_facts(rows: Sequence[Row]) -> list[Pair]:
    """What is served on a day, with what it costs for each."""
    return [
        (
            _name(row),
            _("ohne Preisangabe")
            if row["per_person_cents"] is None
            else _("%(price)s je Person", price=amount_text(row["per_person_cents"])),
        )
        for row in in_order(rows)
    ]


def in_order(rows: Iterable[Row]) -> list[Row]:
    """The rows of a day as they are listed."""
    return sorted(rows, key=lambda row: (row["position"], row["code"]))


def _name(row: Row) -> str:
    return str(row["name"] if is_german() else row["name_en"] or row["name"])
