"""Walls, ways and the outline as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField

from labspace.plans.elements.forms import SHAPE, ElementForm, ShapeForm
from labspace.plans.fields import PointsField
from labspace.words import lazy_gettext as _l

ONE_A_LINE = _l("Ein Punkt je Zeile: von links; von oben. Zum Beispiel 1,5; 2.")


class WallForm(ElementForm):
    """The middle line of a wall."""

    layout = (("points",), ("closed",))
    points = PointsField(_l("Mittellinie"), at_least=2, at_most=199, name="punkte", description=ONE_A_LINE)
    closed = BooleanField(
        _l("Linie schließen"),
        name="geschlossen",
        description=_l("Die Wand läuft vom letzten Punkt zum ersten zurück."),
    )

    def fill(self, row: Any, document: Mapping[str, Any]) -> None:
        self.closed.data = len(row) > 2 and row[0] == row[-1]
        self.points.show(row[:-1] if self.closed.data else row)

    def row(self, document: Mapping[str, Any], old: Any) -> Any:
        points = self.points.points()
        return [*points, points[0]] if self.closed.data and len(points) > 2 else points


class WayForm(ElementForm):
    """A step-free way."""

    layout = (("points",),)
    points = PointsField(_l("Linie des Weges"), at_least=2, name="punkte", description=ONE_A_LINE)

    def fill(self, row: Any, document: Mapping[str, Any]) -> None:
        self.points.show(row)

    def row(self, document: Mapping[str, Any], old: Any) -> Any:
        return self.points.points()


class OutlineForm(ShapeForm):
    """The outer edge of the building, and on wish its outer wall along it."""

    layout = (*SHAPE, ("wall",))
    wall = BooleanField(
        _l("Außenwand daran entlang ziehen"),
        name="wand",
        description=_l(
            "Ersetzt alle Außenwände durch eine, die 15 cm innerhalb des Umrisses verläuft; nur bei einem Rechteck."
        ),
    )

    def fill(self, row: Any, document: Mapping[str, Any]) -> None:
        self.show_shape(row)
        if not row:
            width, height = document["width_m"], document["height_m"]
            self.x.data, self.y.data = width / 2, height / 2
            self.breadth.data, self.depth.data = width, height
            self.wall.data = not document["drawing"]["outer_walls"]

    def row(self, document: Mapping[str, Any], old: Any) -> Any:
        return self.shape(old or [])
