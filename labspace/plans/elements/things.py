"""Furniture and areas as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import StringField
from wtforms.validators import Length, Optional

from labspace.plans.elements.forms import (
    FAR,
    LONG,
    SHAPE,
    ElementForm,
    ShapeForm,
    angle,
    metres,
    point_of,
    words,
)
from labspace.plans.fields import MetresField
from labspace.plans.words import ITEMS, TINTS
from labspace.spaces.plans import ITEM_SIZES, Item
from labspace.words import lazy_gettext as _l


class FurnitureForm(ElementForm):
    """One thing out of the library: what, where, how large, how turned."""

    layout = (("item",), ("x", "y"), ("breadth", "depth", "rotation"))
    item = words(_l("Was"), ITEMS, "was")
    x = metres(_l("Mitte von links"), "x")
    y = metres(_l("Mitte von oben"), "y")
    breadth = MetresField(_l("Breite, leer: üblich"), [Optional(), LONG], name="breite")
    depth = MetresField(_l("Tiefe, leer: üblich"), [Optional(), LONG], name="tiefe")
    rotation = angle(_l("Gedreht um"))

    def fill(self, row: Any, document: Mapping[str, Any]) -> None:
        self.item.data, self.rotation.data = row["item"], row.get("rotation", 0.0)
        self.x.data, self.y.data = row["at"]
        self.breadth.data, self.depth.data = row.get("size") or ITEM_SIZES[Item(row["item"])]

    def row(self, document: Mapping[str, Any], old: Any) -> Any:
        width, depth = ITEM_SIZES[Item(self.item.data)]
        return {
            "item": self.item.data,
            "at": [self.x.data, self.y.data],
            "size": [self.breadth.data or width, self.depth.data or depth],
            "rotation": self.rotation.data or 0.0,
        }


class AreaForm(ShapeForm):
    """A named part of the floor, not bookable."""

    layout = (("name", "name_en"), ("tint",), *SHAPE, ("label_x", "label_y"))
    name = StringField(_l("Name"), [Length(max=60)], name="name", description=_l("Leer: ohne Schrift."))
    name_en = StringField(_l("Name auf Englisch"), [Length(max=60)], name="name_en")
    tint = words(_l("Farbe"), TINTS, "farbe")
    label_x = MetresField(_l("Schrift von links"), [Optional(), FAR], name="schrift_x")
    label_y = MetresField(_l("Schrift von oben"), [Optional(), FAR], name="schrift_y")

    def fill(self, row: Any, document: Mapping[str, Any]) -> None:
        name = row["name"]
        texts = {"de": name, "en": name} if isinstance(name, str) else name
        self.name.data, self.name_en.data = texts["de"], texts["en"]
        self.tint.data = row.get("tint", "none")
        self.label_x.data, self.label_y.data = row.get("label") or (None, None)
        self.show_shape(row["shape"])

    def row(self, document: Mapping[str, Any], old: Any) -> Any:
        name, label = self.name.data or "", point_of(self.label_x, self.label_y)
        return {
            "name": {"de": name, "en": self.name_en.data or name},
            "tint": self.tint.data,
            "shape": self.shape(old["shape"] if old else []),
        } | ({"label": label} if label else {})
