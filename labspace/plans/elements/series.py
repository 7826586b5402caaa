"""A row of like spaces at once: "Arbeitsplatz 1–12 in two rows"."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from labspace.forms import LabForm, choice_field
from labspace.plans.elements.forms import FAR, NEEDED, angle, length, metres
from labspace.plans.elements.spaces import PEOPLE
from labspace.plans.fields import MetresField
from labspace.plans.numbering import fresh_ids
from labspace.spaces.geometry import rectangle, rotated
from labspace.spaces.kinds import SpaceKind
from labspace.words import lazy_gettext as _l

MOST = 100
COUNT = NumberRange(1, MOST, _l("Bitte eine Zahl von %(min)s bis %(max)s eingeben."))
NUMBER = NumberRange(0, 9999, _l("Bitte eine Zahl von %(min)s bis %(max)s eingeben."))


class SeriesForm(LabForm):
    """Spaces of one size in rows and columns, numbered row by row."""

    layout: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("kind",),
        ("name", "name_en"),
        ("first", "columns", "lines", "capacity"),
        ("x", "y", "breadth", "depth"),
        ("gap_x", "gap_y", "turned", "front"),
    )
    kind = choice_field(_l("Art"), SpaceKind, [InputRequired()], name="art")
    name = StringField(
        _l("Name ohne Nummer"),
        [InputRequired(_l("Bitte einen Namen angeben, zum Beispiel „Arbeitsplatz“.")), Length(max=110)],
        name="name",
        default=_l("Arbeitsplatz"),
    )
    name_en = StringField(_l("Name auf Englisch ohne Nummer"), [Length(max=110)], name="name_en")
    first = IntegerField(
        _l("Erste Nummer"),
        [InputRequired(_l("Bitte die erste Nummer angeben.")), NUMBER],
        name="erste",
        default=1,
    )
    columns = IntegerField(
        _l("Plätze je Reihe"),
        [InputRequired(_l("Bitte eine Zahl angeben.")), COUNT],
        name="spalten",
        default=6,
    )
    lines = IntegerField(
        _l("Reihen"), [InputRequired(_l("Bitte eine Zahl angeben.")), COUNT], name="reihen", default=2
    )
    x = metres(_l("Mitte des ersten von links"), "x")
    y = metres(_l("Mitte des ersten von oben"), "y")
    breadth = length(_l("Breite"), "breite", default=1.6)
    depth = length(_l("Tiefe"), "tiefe", default=1.6)
    gap_x = MetresField(_l("Abstand in der Reihe"), [NEEDED, FAR], name="abstand_x", default=0.0)
    gap_y = MetresField(_l("Abstand der Reihen"), [NEEDED, FAR], name="abstand_y", default=1.2)
    turned = angle(_l("Alles gedreht um"), "gedreht")
    front = angle(_l("Vorderseite zeigt nach"), "vorn")
    capacity = IntegerField(
        _l("Personen höchstens"),
        [InputRequired(_l("Bitte angeben, wie viele Personen zugelassen sind.")), PEOPLE],
        name="personen",
        default=1,
    )

    def count(self) -> int:
        """How many spaces it makes."""
        return (self.columns.data or 0) * (self.lines.data or 0)

    def added(self, document: Mapping[str, Any], *, slug: str, taken: Collection[str]) -> dict[str, Any]:
        """The document with the series at its end. `taken` are ids no new space may have."""
        ids = fresh_ids(slug, self.kind.data, taken)
        spaces, placements = [], []
        x, y = self.x.data or 0.0, self.y.data or 0.0
        for index in range(self.count()):
            line, column = divmod(index, self.columns.data or 1)
            at = (
                x + column * ((self.breadth.data or 0.0) + (self.gap_x.data or 0.0)),
                y + line * ((self.depth.data or 0.0) + (self.gap_y.data or 0.0)),
            )
            shape = rotated(
                rectangle(self.breadth.data or 0.0, self.depth.data or 0.0, at=at),
                self.turned.data or 0.0,
                about=(x, y),
            )
            space_id, number = next(ids), (self.first.data or 0) + index
            spaces.append(self._space(space_id, number))
            placements.append(
                {
                    "space": space_id,
                    "shape": [[round(px, 3), round(py, 3)] for px, py in shape],
                    "rotation": self.front.data or 0.0,
                }
            )
        return {
            **document,
            "spaces": [*document["spaces"], *spaces],
            "placements": [*document["placements"], *placements],
        }

    def _space(self, space_id: str, number: int) -> dict[str, Any]:
        german = f"{self.name.data} {number}"
        english = f"{self.name_en.data or self.name.data} {number}"
        return {
            "id": space_id,
            "kind": self.kind.data.value,
            "name": {"de": german, "en": english},
            "label": str(number),
            "capacity": self.capacity.data,
        }
