"""What staff type to begin a draft."""

from __future__ import annotations

from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from labspace.forms import LabForm
from labspace.locations.house_file import Texts
from labspace.plans.document import HIGHEST_LEVEL, LOWEST_LEVEL
from labspace.plans.fields import MetresField
from labspace.spaces.plan_file import LARGEST_M
from labspace.words import lazy_gettext as _l

SIZE = NumberRange(1, int(LARGEST_M), _l("Bitte eine Länge von %(min)s bis %(max)s Metern angeben."))


class SheetForm(LabForm):
    """An empty sheet: which floor, what it is called, how large it is."""

    name = StringField(
        _l("Name der Ebene"),
        [InputRequired(_l("Bitte einen Namen angeben, zum Beispiel „Erdgeschoss“.")), Length(max=80)],
        name="name",
    )
    name_en = StringField(_l("Name auf Englisch"), [Length(max=80)], name="name_en")
    level = IntegerField(
        _l("Ebene"),
        [
            InputRequired(_l("Bitte die Ebene als Zahl angeben; 0 ist das Erdgeschoss.")),
            NumberRange(LOWEST_LEVEL, HIGHEST_LEVEL, _l("Bitte eine Ebene von %(min)s bis %(max)s angeben.")),
        ],
        name="ebene",
        default=0,
        description=_l("0 ist das Erdgeschoss, 1 das erste Obergeschoss, -1 das Untergeschoss."),
    )
    width = MetresField(
        _l("Breite in Metern"),
        [InputRequired(_l("Bitte die Breite des Blattes in Metern angeben.")), SIZE],
        name="breite",
        default=20.0,
    )
    height = MetresField(
        _l("Höhe in Metern"),
        [InputRequired(_l("Bitte die Höhe des Blattes in Metern angeben.")), SIZE],
        name="hoehe",
        default=12.0,
    )

    def texts(self) -> Texts:
        """The name in both languages; without an English one the German stands for it."""
        german = self.name.data or ""
        return Texts(german, self.name_en.data or german)
