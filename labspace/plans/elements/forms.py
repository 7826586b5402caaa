"""The ground of the numeric forms: each makes one row of the document of what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import LazyString
from wtforms import Field, HiddenField, RadioField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.plans.fields import MetresField, PointsField
from labspace.spaces.geometry import Point, direction, distance, rectangle
from labspace.spaces.plan_file import LARGEST_M
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

FARTHEST = int(LARGEST_M)
FAR = NumberRange(-FARTHEST, FARTHEST, _l("Bitte eine Zahl von %(min)s bis %(max)s eingeben."))
LONG = NumberRange(0.05, FARTHEST, _l("Bitte eine Länge von %(min)s bis %(max)s Metern angeben."))
TURN = NumberRange(-360, 360, _l("Bitte einen Winkel von %(min)s bis %(max)s Grad angeben."))
NEEDED = InputRequired(_l("Bitte eine Zahl in Metern angeben."))
SHAPE = (("shape_is",), ("x", "y", "breadth", "depth", "turned"), ("corners",))
"""The fields of a shape."""
RECTANGLE, CORNERS, NOWHERE = "rechteck", "ecken", "keine"
NEAR_M = 0.002
"""Corners typed in millimetres lie so close to those that were there."""


class ElementForm(LabForm):
    """One element of a plan. `was` says which row it was when the form was opened."""

    layout: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """The names of the fields, those beside each other in one line."""
    was = HiddenField(name="war")

    def fill(self, row: Any, document: Mapping[str, Any]) -> None:
        """Put the values of a row of the document into the fields."""
        raise NotImplementedError

    def row(self, document: Mapping[str, Any], old: Any) -> Any:
        """The row as it was typed; `old` is the one before, None for a new one. Only valid after `validate()`."""
        raise NotImplementedError


def metres(label: LazyString, name: str, **more: Any) -> MetresField:
    """A coordinate that is needed."""
    return MetresField(label, [NEEDED, FAR], name=name, **more)


def length(label: LazyString, name: str, **more: Any) -> MetresField:
    """A width or depth that is needed."""
    return MetresField(label, [NEEDED, LONG], name=name, **more)


def angle(label: LazyString, name: str = "drehung", **more: Any) -> MetresField:
    """Degrees; nothing typed is 0."""
    values = {"default": 0.0, **more}
    return MetresField(label, [Optional(), TURN], name=name, **values)


def words(label: Any, of: Mapping[Any, Any], name: str, **more: Any) -> Field:
    """A choice among the words of the format, shown by their labels."""
    return choice_field(label, {member.value: text for member, text in of.items()}, name=name, **more)


class ShapeForm(ElementForm):
    """Anything with a shape: a rectangle by its middle and size, or its corners one by one."""

    shape_is = RadioField(
        _l("Form"),
        name="form",
        choices=[
            SelectChoice(RECTANGLE, _l("Rechteck: Mitte, Breite und Tiefe")),
            SelectChoice(CORNERS, _l("Vieleck: jede Ecke einzeln")),
        ],
        default=RECTANGLE,
    )
    x = MetresField(_l("Mitte von links"), [Optional(), FAR], name="x")
    y = MetresField(_l("Mitte von oben"), [Optional(), FAR], name="y")
    breadth = MetresField(_l("Breite"), [Optional(), LONG], name="breite")
    depth = MetresField(_l("Tiefe"), [Optional(), LONG], name="tiefe")
    turned = MetresField(_l("Gedreht um"), [Optional(), TURN], name="gedreht", default=0.0)
    corners = PointsField(
        _l("Ecken"),
        at_least=3,
        name="ecken",
        description=_l("Eine Ecke je Zeile: von links; von oben. Zum Beispiel 1,5; 2."),
    )

    def validate_shape_is(self, field: RadioField) -> None:
        if field.data == RECTANGLE and None in (self.x.data, self.y.data, self.breadth.data, self.depth.data):
            raise ValidationError(_("Für ein Rechteck bitte Mitte, Breite und Tiefe angeben."))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        if self.shape_is.data != CORNERS:
            self.corners.at_least = 0
        return super().validate(*args, **kwargs)

    def show_shape(self, shape: list[list[float]]) -> None:
        """Fill in a shape: as a rectangle where it is one."""
        self.corners.show(shape)
        sides = rectangle_of(shape)
        if sides is None:
            self.shape_is.data = CORNERS if shape else RECTANGLE
            return
        self.shape_is.data = RECTANGLE
        (self.x.data, self.y.data), self.breadth.data, self.depth.data, self.turned.data = sides

    def shape(self, old: list[list[float]]) -> list[list[float]]:
        """The corners; those that were there stay as they are when the rectangle is still the same."""
        if self.shape_is.data == CORNERS:
            return self.corners.points()
        if self.shape_is.data != RECTANGLE:
            return []
        drawn = rectangle(
            self.breadth.data or 0.0,
            self.depth.data or 0.0,
            at=(self.x.data or 0.0, self.y.data or 0.0),
            rotation=self.turned.data or 0.0,
        )
        if len(old) == 4 and all(any(distance(a, (x, y)) <= NEAR_M for x, y in old) for a in drawn):
            return old
        return [[round(x, 3), round(y, 3)] for x, y in drawn]


def rectangle_of(shape: list[list[float]]) -> tuple[Point, float, float, float] | None:
    """Middle, width, depth and turn of a rectangle; None for any other shape."""
    if len(shape) != 4:
        return None
    a, b, c, d = ((x, y) for x, y in shape)
    width, depth = distance(a, b), distance(b, c)
    if min(width, depth) <= NEAR_M:
        return None
    square = abs((b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])) <= NEAR_M * (width + depth)
    if not square or distance(d, (a[0] + c[0] - b[0], a[1] + c[1] - b[1])) > NEAR_M:
        return None
    turned = round(direction(a, b), 2)
    middle = (round((a[0] + c[0]) / 2, 4), round((a[1] + c[1]) / 2, 4))
    # Of the four ways to describe it the one turned least.
    if turned > 135 or turned <= -135:
        turned -= 180 if turned > 0 else -180
    elif turned > 45:
        width, depth, turned = depth, width, turned - 90
    elif turned <= -45:
        width, depth, turned = depth, width, turned + 90
    return middle, round(width, 3), round(depth, 3), round(turned, 2) + 0.0


def point_of(x: MetresField, y: MetresField) -> list[float] | None:
    """A point of two fields; None unless both are filled."""
    return None if x.data is None or y.data is None else [x.data, y.data]
