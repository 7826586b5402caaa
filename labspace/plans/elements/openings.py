"""Doors, windows and entrances as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField

from labspace.plans.elements.forms import ElementForm, angle, metres, words
from labspace.plans.words import SIDES, STYLES
from labspace.words import lazy_gettext as _l


class DoorForm(ElementForm):
    """A door between its hinge and its latch, both on the middle line of a wall."""

    layout = (("style",), ("hinge_x", "hinge_y"), ("latch_x", "latch_y"), ("swing",))
    style = words(_l("Art"), STYLES, "art")
    hinge_x = metres(_l("Angel von links"), "angel_x")
    hinge_y = metres(_l("Angel von oben"), "angel_y")
    latch_x = metres(_l("Schloss von links"), "schloss_x")
    latch_y = metres(_l("Schloss von oben"), "schloss_y")
    swing = words(_l("Öffnet, von der Angel zum Schloss gesehen"), SIDES, "seite")

    def fill(self, row: Any, document: Mapping[str, Any]) -> None:
        self.hinge_x.data, self.hinge_y.data = row["hinge"]
        self.latch_x.data, self.latch_y.data = row["latch"]
        self.swing.data, self.style.data = row.get("swing", "left"), row.get("style", "single")

    def row(self, document: Mapping[str, Any], old: Any) -> Any:
        return {
            "hinge": [self.hinge_x.data, self.hinge_y.data],
            "latch": [self.latch_x.data, self.latch_y.data],
            "swing": self.swing.data,
            "style": self.style.data,
        }


class WindowForm(ElementForm):
    """A window between two points on the middle line of a wall."""

    layout = (("from_x", "from_y"), ("to_x", "to_y"), ("shop_front",))
    from_x = metres(_l("Anfang von links"), "anfang_x")
    from_y = metres(_l("Anfang von oben"), "anfang_y")
    to_x = metres(_l("Ende von links"), "ende_x")
    to_y = metres(_l("Ende von oben"), "ende_y")
    shop_front = BooleanField(_l("Ist ein Schaufenster"), name="schaufenster")

    def fill(self, row: Any, document: Mapping[str, Any]) -> None:
        self.from_x.data, self.from_y.data = row["from"]
        self.to_x.data, self.to_y.data = row["to"]
        self.shop_front.data = row.get("shop_front", False)

    def row(self, document: Mapping[str, Any], old: Any) -> Any:
        return {
            "from": [self.from_x.data, self.from_y.data],
            "to": [self.to_x.data, self.to_y.data],
            "shop_front": bool(self.shop_front.data),
        }


class EntranceForm(ElementForm):
    """The triangle at a door through which one comes in."""

    layout = (("x", "y", "rotation"), ("step_free",))
    x = metres(_l("Spitze von links"), "x")
    y = metres(_l("Spitze von oben"), "y")
    rotation = angle(_l("Zeigt nach"))
    step_free = BooleanField(_l("Ohne Stufe"), name="stufenlos", default=True)

    def fill(self, row: Any, document: Mapping[str, Any]) -> None:
        self.x.data, self.y.data = row["at"]
        self.rotation.data, self.step_free.data = row.get("rotation", 0.0), row.get("step_free", True)

    def row(self, document: Mapping[str, Any], old: Any) -> Any:
        return {
            "at": [self.x.data, self.y.data],
            "rotation": self.rotation.data or 0.0,
            "step_free": bool(self.step_free.data),
        }
