"""Which published month somebody asks for."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import ValidationError

from labspace.formats import month_text
from labspace.forms import LabForm, SelectChoice
from labspace.occupancy.months import Month
from labspace.words import gettext as _


class MonthForm(LabForm):
    """A published month; the latest unless one is asked for."""

    monat = SelectField(_l("Monat"), validate_choice=False)

    def offer(self, months: Sequence[Month]) -> MonthForm:
        """Fill in what there is; at least one month."""
        self._known = {str(month) for month in months}
        self.monat.choices = [
            SelectChoice(str(month), month_text(month.first), optgroup=str(month.year)) for month in months
        ]
        if not self.monat.raw_data:
            self.monat.data = str(months[0])
        return self

    def validate_monat(self, field: SelectField) -> None:
        if field.data not in self._known:
            raise ValidationError(
                _("Für diesen Monat ist nichts veröffentlicht. Bitte wählen Sie einen Monat aus der Liste.")
            )

    def month(self) -> Month:
        """The month asked for. Only valid after `validate()`."""
        return Month.read(self.monat.data)
