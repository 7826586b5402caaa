"""What staff type when uses are in the register."""

from __future__ import annotations

from datetime import date

from wtforms import Field, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from labspace.day_words import day_from
from labspace.forms import LabForm
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


class RegisterForm(LabForm):
    """When the entry was made, and under which number."""

    day = StringField(
        _l("Eingetragen am"),
        [DataRequired(_l("Bitte den Tag des Eintrags angeben.")), Length(max=40)],
        name="tag",
    )
    reference = StringField(_l("Nummer im Register"), [Length(max=120)], name="nummer")
    today: date

    def validate_day(self, field: Field) -> None:
        day = self.registered_on()
        if day is None:
            raise ValidationError(_("Diesen Tag kennen wir nicht. Bitte zum Beispiel 24.11.2026 angeben."))
        if day > self.today:
            raise ValidationError(
                _("Dieser Tag liegt in der Zukunft. Bitte heute oder einen früheren angeben.")
            )

    def registered_on(self) -> date | None:
        return day_from(self.day.data or "", today=self.today, past=True)
