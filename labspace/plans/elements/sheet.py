"""The sheet of a draft: its name, size and north."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from labspace.forms import LabForm
from labspace.plans.elements.forms import NEEDED, angle
from labspace.plans.elements.spaces import both
from labspace.plans.fields import MetresField
from labspace.plans.forms import SIZE
from labspace.words import lazy_gettext as _l


class DraftSheetForm(LabForm):
    """What the whole sheet says."""

    layout: ClassVar[tuple[tuple[str, ...], ...]] = (("name", "name_en"), ("width", "height", "north"))
    name = StringField(
        _l("Name der Ebene"),
        [InputRequired(_l("Bitte einen Namen angeben, zum Beispiel „Erdgeschoss“.")), Length(max=80)],
        name="name",
    )
    name_en = StringField(_l("Name auf Englisch"), [Length(max=80)], name="name_en")
    width = MetresField(_l("Breite in Metern"), [NEEDED, SIZE], name="breite")
    height = MetresField(_l("Höhe in Metern"), [NEEDED, SIZE], name="hoehe")
    north = angle(_l("Norden"), "norden")

    def fill(self, document: Mapping[str, Any]) -> None:
        """Put what the document says into the fields."""
        name = both(document["name"])
        self.name.data, self.name_en.data = name["de"], name["en"]
        self.width.data, self.height.data = document["width_m"], document["height_m"]
        self.north.data = document["north_degrees"]

    def changed(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document with what was typed. Only valid after `validate()`."""
        name = self.name.data or ""
        return {
            **document,
            "name": {"de": name, "en": self.name_en.data or name},
            "width_m": self.width.data,
            "height_m": self.height.data,
            "north_degrees": self.north.data or 0.0,
        }
