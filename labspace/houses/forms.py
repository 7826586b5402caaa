"""What staff type to close houses."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.bookings.staff_forms import DaysForm
from labspace.forms import SelectChoice
from labspace.locations.models import Location

KEEP, CANCEL = "behalten", "absagen"


class ClosureForm(DaysForm):
    """One closure over one or several houses."""

    houses = SelectMultipleField(
        _l("Häuser"), name="haeuser", option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    reason = StringField(
        _l("Grund"),
        [DataRequired(_l("Bitte einen Grund nennen, zum Beispiel „Betriebsversammlung“.")), Length(max=200)],
        name="grund",
        description=_l("Steht in den Absagen, falls das Haus Buchungen absagt."),
    )
    reason_en = StringField(_l("Grund auf Englisch"), [Length(max=200)], name="grund_en")
    bookings = RadioField(
        _l("Was geschieht mit diesen Buchungen?"),
        name="buchungen",
        choices=[
            SelectChoice(KEEP, _l("Stehen lassen; das Team spricht mit den Leuten")),
            SelectChoice(CANCEL, _l("Alle absagen; wer gebucht hat, bekommt eine Mail mit dem Grund")),
        ],
        default=KEEP,
        validate_choice=True,
    )
    seen = HiddenField(name="gesehen")

    def offer(self, houses: Sequence[Location], *, chosen: Location | None) -> None:
        """Let the person choose among the houses they run; `chosen` is ticked on an empty form."""
        self.houses.choices = [SelectChoice(house.slug, house.name) for house in houses]
        if chosen is not None:
            self.houses.data = [chosen.slug]

    def validate_houses(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Bitte mindestens ein Haus wählen."))

    @property
    def cancels(self) -> bool:
        return bool(self.bookings.data == CANCEL)
