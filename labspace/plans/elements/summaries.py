"""One line for each element, so that it is found in a list."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from labspace.formats import number_text
from labspace.plans.elements.spaces import placement_of
from labspace.plans.sentences import text_of
from labspace.plans.words import ITEMS, STYLES, TINTS
from labspace.spaces.geometry import area, centroid, distance
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.plans import DoorStyle, Item, Tint
from labspace.words import gettext as _


def metres_text(value: float) -> str:
    return number_text(value, digits=2)


def at_text(point: Any) -> str:
    """Where something is: from the left, from the top."""
    return _("bei %(x)s; %(y)s", x=metres_text(point[0]), y=metres_text(point[1]))


def outline(row: Any, _document: Mapping[str, Any]) -> str:
    return _(
        "%(corners)d Ecken, %(area)s m²",
        corners=len(row),
        area=number_text(area(row) if row else 0, digits=1),
    )


def line(row: Any, _document: Mapping[str, Any]) -> str:
    if not row:
        return _("ohne Punkte")
    long = sum(distance((a[0], a[1]), (b[0], b[1])) for a, b in pairwise(row))
    return _(
        "%(length)s m lang, von %(x)s; %(y)s bis %(to_x)s; %(to_y)s",
        length=metres_text(long),
        x=metres_text(row[0][0]),
        y=metres_text(row[0][1]),
        to_x=metres_text(row[-1][0]),
        to_y=metres_text(row[-1][1]),
    )


def door(row: Any, _document: Mapping[str, Any]) -> str:
    kind = STYLES[DoorStyle(row.get("style", "single"))]
    return _(
        "%(kind)s, %(width)s m breit, %(where)s",
        kind=kind,
        width=metres_text(distance(tuple(row["hinge"]), tuple(row["latch"]))),
        where=at_text(row["hinge"]),
    )


def window(row: Any, _document: Mapping[str, Any]) -> str:
    kind = _("Schaufenster") if row.get("shop_front") else _("Fenster")
    return _(
        "%(kind)s, %(width)s m breit, %(where)s",
        kind=kind,
        width=metres_text(distance(tuple(row["from"]), tuple(row["to"]))),
        where=at_text(row["from"]),
    )


def furniture(row: Any, _document: Mapping[str, Any]) -> str:
    return f"{ITEMS[Item(row['item'])]}, {at_text(row['at'])}"


def area_of(row: Any, _document: Mapping[str, Any]) -> str:
    name = text_of(row["name"]) or str(TINTS[Tint(row.get("tint", "none"))])
    shape = row["shape"]
    return f"{name}, {number_text(area(shape), digits=1)} m²" if len(shape) > 2 else name


def entrance(row: Any, _document: Mapping[str, Any]) -> str:
    steps = _("ohne Stufe") if row.get("step_free", True) else _("mit Stufe")
    return f"{steps}, {at_text(row['at'])}"


def space(row: Any, document: Mapping[str, Any]) -> str:
    place = placement_of(document, row["id"])
    where = at_text(centroid(place["shape"])) if place and place["shape"] else _("liegt nicht auf dem Plan")
    return f"{text_of(row['name']) or row['id']}, {SpaceKind(row['kind']).label}, {where}"
