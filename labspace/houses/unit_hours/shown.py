"""Hours of single spaces as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from labspace.houses.dated.rows import Row, first_of, holding
from labspace.houses.dated.shown import Pair
from labspace.houses.hours.shown import week_facts
from labspace.houses.hours.weekly import weekly_row
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.names import space_name
from labspace.words import gettext as _


@dataclass(frozen=True)
class ShownUnit:
    """One space in the list, with its hours of today in a line."""

    name: str
    text: str
    url: str


def unit_facts(rows: Sequence[Row]) -> list[Pair]:
    """The hours of a day's rows by weekday; without rows they are those of the house."""
    return week_facts(rows) if rows else [(_("Alle Tage"), _("wie das Haus"))]


def shown_units(house: House, *, on: date) -> tuple[Sequence[ShownUnit], Mapping[str, Sequence[ShownUnit]]]:
    """The spaces that are there or to come, in listed order: those with hours of their own now or later, and by
    the plural of their kind all others."""
    own: list[ShownUnit] = []
    others: dict[str, list[ShownUnit]] = {}
    for space in house.spaces:
        if space.valid_until is None or space.valid_until >= on:
            kind = others.setdefault(str(space.kind.plural), [])
            rows = [
                weekly_row(one)
                for one in house.own_hours.get(space.id, ())
                if one.valid_until is None or one.valid_until >= on
            ]
            (own if rows else kind).append(_unit(house, space, rows, on=on))
    return own, others


def _unit(house: House, space: HouseSpace, rows: Sequence[Row], *, on: date) -> ShownUnit:
    held = holding(rows, on)
    text = ", ".join(f"{days} {hours}" for days, hours in unit_facts(held)) if held else _("wie das Haus")
    if any(first_of(row) > on for row in rows):
        text = _("%(now)s · später anders", now=text)
    return ShownUnit(
        name=space_name(space),
        text=text,
        url=url_for("unit_hours.show", slug=house.slug, public_id=space.public_id),
    )
