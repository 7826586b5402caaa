"""A bookable space as numbers and words: what it is, and where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.forms import SelectChoice, choice_field
from labspace.plans.elements.forms import CORNERS, FAR, NOWHERE, RECTANGLE, SHAPE, ShapeForm, angle
from labspace.plans.fields import MetresField
from labspace.plans.sentences import text_of
from labspace.spaces.features import Feature
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

PEOPLE = NumberRange(1, 100_000, _l("Bitte eine Zahl von %(min)s bis %(max)s eingeben."))
CHAIRS = NumberRange(0, 2000, _l("Bitte eine Zahl von %(min)s bis %(max)s eingeben."))
SQUARE_METRES = NumberRange(0.1, 100_000, _l("Bitte eine Zahl von %(min)s bis %(max)s eingeben."))


def ticks(label: Any, name: str, **more: Any) -> SelectMultipleField:
    """Several choices to tick."""
    widgets: dict[str, Any] = {"option_widget": CheckboxInput(), "widget": ListWidget(prefix_label=False)}
    return SelectMultipleField(label, name=name, **widgets, **more)


class SpaceForm(ShapeForm):
    """One space of the draft with its place on the plan."""

    layout = (
        ("kind",),
        ("name", "name_en"),
        ("label", "capacity", "wheelchair_places", "area_m2"),
        *SHAPE,
        ("front", "seats", "label_x", "label_y"),
        ("rows", "parliament", "u_shape", "banquet", "standing"),
        ("features",),
        ("parts",),
        ("description",),
        ("description_en",),
    )
    kind = choice_field(_l("Art"), SpaceKind, [InputRequired()], name="art")
    name = StringField(
        _l("Name"),
        [InputRequired(_l("Bitte einen Namen angeben, zum Beispiel „Arbeitsplatz 7“.")), Length(max=120)],
        name="name",
    )
    name_en = StringField(_l("Name auf Englisch"), [Length(max=120)], name="name_en")
    label = StringField(
        _l("Schrift auf dem Plan"),
        [Length(max=20)],
        name="schrift",
    )
    capacity = IntegerField(
        _l("Personen höchstens"),
        [InputRequired(_l("Bitte angeben, wie viele Personen zugelassen sind.")), PEOPLE],
        name="personen",
        default=1,
    )
    wheelchair_places = IntegerField(
        _l("Davon Plätze für Rollstühle"), [Optional(), CHAIRS], name="rollstuhl"
    )
    area_m2 = MetresField(_l("Größe in m²"), [Optional(), SQUARE_METRES], name="groesse")
    features = ticks(
        _l("Ausstattung"), "ausstattung", choices=[SelectChoice(one.value, one.label) for one in Feature]
    )
    description = TextAreaField(_l("Beschreibung"), [Length(max=2000)], name="text")
    description_en = TextAreaField(_l("Beschreibung auf Englisch"), [Length(max=2000)], name="text_en")
    parts = ticks(
        _l("Besteht aus"),
        "teile",
        choices=[],
        description=_l(
            "Teilbare Fläche: die Flächen derselben Art, aus denen sie besteht. Gebucht werden dann die Teile."
        ),
    )
    rows = IntegerField(_l("Reihen"), [Optional(), PEOPLE], name="reihen")
    parliament = IntegerField(_l("Parlament"), [Optional(), PEOPLE], name="parlament")
    u_shape = IntegerField(_l("U-Form"), [Optional(), PEOPLE], name="u_form")
    banquet = IntegerField(_l("Bankett"), [Optional(), PEOPLE], name="bankett")
    standing = IntegerField(_l("Stehend"), [Optional(), PEOPLE], name="stehend")
    shape_is = RadioField(
        _l("Form"),
        name="form",
        choices=[
            SelectChoice(RECTANGLE, _l("Rechteck: Mitte, Breite und Tiefe")),
            SelectChoice(CORNERS, _l("Vieleck: jede Ecke einzeln")),
            SelectChoice(NOWHERE, _l("Liegt nicht auf dem Plan")),
        ],
        default=RECTANGLE,
    )
    front = angle(_l("Vorderseite zeigt nach"), "vorn")
    seats = IntegerField(_l("Stühle, leer: wie Personen"), [Optional(), CHAIRS], name="stuehle")
    label_x = MetresField(_l("Schrift von links"), [Optional(), FAR], name="schrift_x")
    label_y = MetresField(_l("Schrift von oben"), [Optional(), FAR], name="schrift_y")

    def offer(self, spaces: Iterable[Mapping[str, Any]], *, own: Mapping[str, Any] | None) -> None:
        """Let the person choose parts among the other spaces of the same kind; new ones are halls or rooms."""
        kinds = {own["kind"]} if own else {SpaceKind.EVENT_AREA.value, SpaceKind.MEETING_ROOM.value}
        named = set(own.get("parts", ())) if own else set[str]()
        self.parts.choices = [
            SelectChoice(one["id"], text_of(one["name"]))
            for one in spaces
            if one is not own and (one["kind"] in kinds or one["id"] in named)
        ]

    def validate_parts(self, field: SelectMultipleField) -> None:
        if len(field.data or ()) > 50:
            raise ValidationError(_("Bitte höchstens 50 Teile wählen."))

    @property
    def seatings(self) -> dict[Layout, IntegerField]:
        """The fields that say how many a seating holds."""
        return {layout: getattr(self, layout.value) for layout in Layout}

    def fill(self, row: Any, document: Mapping[str, Any]) -> None:
        name, text = both(row["name"]), both(row.get("description", ""))
        self.kind.data, self.name.data, self.name_en.data = SpaceKind(row["kind"]), name["de"], name["en"]
        self.label.data, self.capacity.data = row.get("label", ""), row["capacity"]
        self.description.data, self.description_en.data = text["de"], text["en"]
        self.wheelchair_places.data, self.area_m2.data = row.get("wheelchair_places"), row.get("area_m2")
        self.features.data, self.parts.data = row.get("features", []), row.get("parts", [])
        for one in row.get("layouts", []):
            self.seatings[Layout(one["name"])].data = one["capacity"]
        place = placement_of(document, row["id"])
        self.show_shape(place["shape"] if place else [])
        if place is None:
            self.shape_is.data = NOWHERE
            return
        self.front.data, self.seats.data = place.get("rotation", 0.0), place.get("seats")
        self.label_x.data, self.label_y.data = place.get("label") or (None, None)

    def row(self, document: Mapping[str, Any], old: Any) -> Any:
        """The space; its id and the wheelchair places of its seatings stay as they are."""
        name, text = self.name.data or "", self.description.data or ""
        before = {one["name"]: one for one in (old or {}).get("layouts", [])}
        layouts = [
            {**before.get(layout.value, {}), "name": layout.value, "capacity": field.data}
            for layout, field in self.seatings.items()
            if field.data
        ]
        english = self.description_en.data or text
        said = {
            "label": self.label.data,
            "description": {"de": text, "en": english} if text or english else None,
            "layouts": layouts,
            "wheelchair_places": self.wheelchair_places.data,
            "area_m2": self.area_m2.data,
            "features": self.features.data,
            "parts": self.parts.data,
        }
        return {
            "id": (old or {}).get("id", ""),
            "kind": self.kind.data.value,
            "name": {"de": name, "en": self.name_en.data or name},
            "capacity": self.capacity.data,
            **{field: value for field, value in said.items() if value not in (None, "", [])},
        }

    def placement(self, space_id: str, old: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Where the space lies; None for nowhere."""
        if self.shape_is.data == NOWHERE:
            return None
        said = {
            "seats": self.seats.data,
            "label": None
            if self.label_x.data is None or self.label_y.data is None
            else [self.label_x.data, self.label_y.data],
        }
        return {
            "space": space_id,
            "shape": self.shape(old["shape"] if old else []),
            "rotation": self.front.data or 0.0,
            **{field: value for field, value in said.items() if value is not None},
        }


def both(texts: Any) -> Mapping[str, str]:
    """A text of the document in both languages."""
    return {"de": texts, "en": texts} if isinstance(texts, str) else texts


def placement_of(document: Mapping[str, Any], space_id: str) -> Mapping[str, Any] | None:
    """Where a space lies in a document."""
    return next((one for one in document["placements"] if one["space"] == space_id), None)
