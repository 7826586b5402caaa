"""Which week of the slots somebody wants to see."""

from __future__ import annotations

from datetime import date

from wtforms import Field, StringField, ValidationError
from wtforms.validators import Length

from labspace.day_words import day_from
from labspace.forms import LabForm
from labspace.popups.spans import monday_of
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


class WeekForm(LabForm):
    """A calendar week, or any day of it; empty for this week."""

    week = StringField(
        _l("Woche"), [Length(max=40)], name="woche", description=_l("Zum Beispiel „KW 3/2027“.")
    )

    today: date
    """Of the house; weeks without a year are counted from here. Set before validating."""

    def validate_week(self, field: Field) -> None:
        if field.data and day_from(field.data, today=self.today) is None:
            raise ValidationError(_("Diese Woche kennen wir nicht. Bitte zum Beispiel „KW 3/2027“ angeben."))

    def monday(self) -> date:
        """The Monday of the week; of this one where none is named, or an unknown one."""
        asked = day_from(self.week.data, today=self.today) if self.week.data else None
        return monday_of(asked or self.today)
