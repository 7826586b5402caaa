"""What staff bring to trace, and what they choose of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, IntegerField, SelectField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import TextInput

from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.pictures.kinds import ACCEPTED
from labspace.plans.fields import MetresField
from labspace.plans.tracing.elements import Choice
from labspace.plans.tracing.kinds import Role, Unit
from labspace.plans.tracing.limits import MAX_BYTES
from labspace.plans.tracing.underlay import LONGEST_M, SHORTEST_M, Laid, Lies, laid_by
from labspace.spaces.plan_file import LARGEST_M
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

LONGEST_NAME = 120
MOST_CHOSEN = 60
"""Layers one chooses from: those with the most lines."""
WIDTH = "breite"
"""Chosen where the file says nothing of units, but somebody knows how wide the building is."""
ON_SHEET = NumberRange(-LARGEST_M, LARGEST_M, _l("Bitte eine Länge von %(min)s bis %(max)s Metern angeben."))
PIXEL = NumberRange(0, 20_000, _l("Bitte eine Zahl von %(min)s bis %(max)s angeben."))
LENGTH = NumberRange(SHORTEST_M, LONGEST_M, _l("Bitte eine Länge von 10 cm bis 500 m angeben, in Metern."))


TURNS = {"0": "0°", "90": "90°", "180": "180°", "270": "270°"}
"""Clockwise: drawings lie on their sheet in one of four ways."""


class BroughtForm(LabForm):
    """A file, whatever it is."""

    file: FileField

    def validate_file(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Bitte wählen Sie eine Datei."))

    def content(self) -> bytes:
        """What was uploaded, one byte more than allowed at most. Only valid after `validate()`."""
        with self.file.data.stream as stream:
            return cast(bytes, stream.read(MAX_BYTES + 1))

    def file_name(self) -> str:
        """What the file is called where it came from, without anything that steers."""
        name = "".join(one for one in str(self.file.data.filename or "") if one.isprintable())
        return name.replace("\\", "/").rsplit("/", 1)[-1][:LONGEST_NAME] or _("ohne Namen")


class UnderlayForm(BroughtForm):
    """A picture to lay under a draft."""

    file = FileField(
        _l("Bild oder PDF"),
        name="bild",
        description=_l("JPEG, PNG, WebP bis 10 MB und 50 Millionen Bildpunkte, oder PDF bis 12 MB."),
        render_kw={"accept": f"{ACCEPTED},application/pdf"},
    )
    page = IntegerField(
        _l("Seite des PDF"),
        [Optional(), NumberRange(1, 10_000, _l("Bitte eine Seite von %(min)s bis %(max)s angeben."))],
        name="pdfseite",
        default=1,
    )


class DrawingForm(BroughtForm):
    """A drawing of another program."""

    file = FileField(
        _l("SVG- oder DXF-Datei"),
        name="zeichnung",
        description=_l("Bis 12 MB; DXF als Text (ASCII). Zuerst sehen Sie, was darin ist."),
        render_kw={"accept": ".svg,.dxf,image/svg+xml,image/vnd.dxf"},
    )


def _pixel(label: Any, name: str) -> IntegerField:
    return IntegerField(
        label, [InputRequired(_l("Bitte auf das Bild klicken oder eine Zahl angeben.")), PIXEL], name=name
    )


def _metres(label: Any, name: str, *validators: Any, **more: Any) -> MetresField:
    # As text: a number input of a browser that speaks English takes no comma.
    return MetresField(label, list(validators), name=name, widget=TextInput(), **more)


class ScaleForm(LabForm):
    """Two points of a picture, and how far they are apart in the house."""

    a_x = _pixel(_l("Punkt A von links, in Bildpunkten"), "ax")
    a_y = _pixel(_l("Punkt A von oben, in Bildpunkten"), "ay")
    b_x = _pixel(_l("Punkt B von links, in Bildpunkten"), "bx")
    b_y = _pixel(_l("Punkt B von oben, in Bildpunkten"), "by")
    length = _metres(
        _l("Wie weit liegen A und B auseinander, in Metern?"),
        "laenge",
        InputRequired(_l("Bitte die Länge der Strecke in Metern angeben, zum Beispiel 4,25.")),
        LENGTH,
    )
    lies = choice_field(_l("Die Strecke von A nach B liegt auf dem Plan"), Lies, name="lage", taps=True)
    at_x = _metres(
        _l("Punkt A liegt von links, in Metern"),
        "x",
        InputRequired(_l("Bitte eine Länge in Metern angeben.")),
        ON_SHEET,
        default=1.0,
    )
    at_y = _metres(
        _l("Punkt A liegt von oben, in Metern"),
        "y",
        InputRequired(_l("Bitte eine Länge in Metern angeben.")),
        ON_SHEET,
        default=1.0,
    )
    version = HiddenField(name="stand")

    def laid(self) -> Laid:
        """Where the picture then lies. Only valid after `validate()`; raises `Refused`."""
        return laid_by(
            (self.a_x.data or 0, self.a_y.data or 0),
            (self.b_x.data or 0, self.b_y.data or 0),
            length_m=float(self.length.data or SHORTEST_M),
            lies=self.lies.data,
            a_at=(float(self.at_x.data or 0), float(self.at_y.data or 0)),
        )


class ChoiceForm(LabForm):
    """What becomes of the layers of a drawing, and how large it is; made for one drawing by `choice_form`."""

    unit: Any
    scale = IntegerField(
        _l("Maßstab 1 :"),
        [
            InputRequired(_l("Bitte den Maßstab angeben; 1 heißt: in wirklicher Größe gezeichnet.")),
            NumberRange(1, 10_000, _l("Bitte eine Zahl von %(min)s bis %(max)s angeben.")),
        ],
        name="massstab",
        default=1,
    )
    width = _metres(_l("Breite in Metern"), "breite", Optional(), LENGTH)
    turn = choice_field(_l("Gedreht um"), TURNS, name="drehung")
    at_x = _metres(_l("Obere linke Ecke von links, in Metern"), "x", InputRequired(_l("Bitte eine Länge in Metern angeben.")), ON_SHEET, default=1.0)  # fmt: skip
    at_y = _metres(_l("Obere linke Ecke von oben, in Metern"), "y", InputRequired(_l("Bitte eine Länge in Metern angeben.")), ON_SHEET, default=1.0)  # fmt: skip
    version = HiddenField(name="stand")
    layers: Sequence[int] = ()

    def layer_field(self, layer: int) -> Field:
        """The choice for one layer."""
        return self[f"layer_{layer}"]

    def validate_unit(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Bitte sagen, in welcher Einheit gezeichnet wurde."))
        if field.data == WIDTH and self.width.data is None:
            raise ValidationError(_("Bitte angeben, wie breit das Gewählte in Wirklichkeit ist."))

    def roles(self) -> dict[int, Role]:
        """By the number of the layer; only layers that become something."""
        chosen = {layer: self.layer_field(layer).data for layer in self.layers}
        return {layer: role for layer, role in chosen.items() if role not in (None, Role.NOTHING)}

    def choice(self, *, metres_in_file: float | None, width_units: float) -> Choice:
        """What was chosen; `width_units` is how wide the chosen lines are. Only valid after `validate()`."""
        if self.unit.data == WIDTH:
            per_unit = float(self.width.data or 1) / width_units
        else:
            unit = metres_in_file if self.unit.data == AS_FILE else Unit(self.unit.data).metres
            per_unit = (unit or 1.0) * (self.scale.data or 1)
        return Choice(
            roles=self.roles(),
            metres_per_unit=per_unit,
            rotation=float(self.turn.data),
            at=(float(self.at_x.data or 0), float(self.at_y.data or 0)),
        )


AS_FILE = "datei"
"""The unit is what the file says."""


def choice_form(
    layers: Sequence[tuple[int, str]], values: MultiDict[str, str] | None, *, names_a_unit: bool
) -> ChoiceForm:
    """The form for a drawing with these layers (number and name), filled with `values`."""
    units = [SelectChoice("", _l("bitte wählen"))]
    if names_a_unit:
        units.append(SelectChoice(AS_FILE, _l("wie in der Datei angegeben")))
    units += [SelectChoice(unit.value, unit.label) for unit in Unit]
    units.append(SelectChoice(WIDTH, _l("unbekannt; ich kenne die Breite")))
    fields: dict[str, Any] = {
        f"layer_{number}": choice_field(name or _l("ohne Ebene"), Role, name=f"ebene-{number}")
        for number, name in layers
    }
    fields["unit"] = SelectField(_l("Gezeichnet in"), choices=units, name="einheit")
    made = cast(type[ChoiceForm], type("DrawingChoiceForm", (ChoiceForm,), fields))
    form = made(formdata=values)
    form.layers = [number for number, _name in layers]
    return form
