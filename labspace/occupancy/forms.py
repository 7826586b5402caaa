"""What a reader of figures asks for: a month and houses."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.formats import month_text
from labspace.forms import LabForm, SelectChoice
from labspace.locations.models import Location
from labspace.occupancy.choice import Choice
from labspace.occupancy.months import Month


class FiguresForm(LabForm):
    """Month and houses; no house means all of them."""

    monat = SelectField(_l("Monat"), validate_choice=False)
    haus = SelectMultipleField(
        _l("Häuser"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, choice: Choice) -> FiguresForm:
        """Fill in what may be chosen, and the month shown when none is asked for."""
        self._choice = choice
        self.monat.choices = [
            SelectChoice(str(month), month_text(month.first), optgroup=str(month.year))
            for month in choice.months
        ]
        self.haus.choices = [SelectChoice(house.slug, house.name) for house in choice.houses]
        if not self.monat.raw_data and choice.usual:
            self.monat.data = str(choice.usual)
        if not self.haus.raw_data:
            self.haus.data = [house.slug for house in choice.houses]
        return self

    def validate_monat(self, field: SelectField) -> None:
        if field.data in {str(month) for month in self._choice.months}:
            return
        try:
            Month.read(field.data or "")
        except ValueError:
            raise ValidationError(_("Bitte wählen Sie einen Monat aus der Liste.")) from None
        raise ValidationError(
            _("Für diesen Monat gibt es keine Zahlen. Öffentlich sind ganze, vergangene Monate.")
        )

    def validate_haus(self, field: SelectMultipleField) -> None:
        known = {house.slug: house for house in self._choice.houses}
        if set(field.data or ()) - set(known):
            raise ValidationError(_("Diesen Standort gibt es nicht. Bitte wählen Sie aus der Liste."))
        if not self.monat.errors and not self.chosen():
            raise ValidationError(_("Zahlen eines laufenden Monats sieht nur das Team des Hauses."))

    def month(self) -> Month:
        """The month asked for. Only valid after `validate()`."""
        return Month.read(self.monat.data)

    def chosen(self) -> list[Location]:
        """The houses asked for that may be shown for the month. Only valid for a valid month."""
        wanted = set(self.haus.data or ())
        return [house for house in self._choice.houses_in(self.month()) if house.slug in wanted]
