"""What staff type about reminders."""

from __future__ import annotations

from typing import Any

from wtforms import Field, HiddenField, IntegerField, RadioField, ValidationError
from wtforms.validators import DataRequired, Optional

from labspace.forms import LabForm, SelectChoice
from labspace.locations.house_file import MOST_REMINDER_HOURS
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

DAY_BEFORE, HOURS, NEVER = "vortag", "stunden", "nie"


class ReminderForm(LabForm):
    """When people are reminded."""

    when = RadioField(
        _l("Die Mail geht hinaus"),
        [DataRequired(_l("Bitte wählen, wann erinnert wird."))],
        name="wann",
        choices=[
            SelectChoice(DAY_BEFORE, _l("am Tag davor um 16:00 Uhr")),
            SelectChoice(NEVER, _l("gar nicht")),
            SelectChoice(HOURS, _l("so viele Stunden vor dem Beginn:")),
        ],
    )
    hours = IntegerField(_l("Stunden vor dem Beginn"), [Optional()], name="stunden")
    stand = HiddenField(name="stand")
    seen = HiddenField(name="gesehen")

    def fill(self, hours: int | None) -> None:
        """Show what holds to start from."""
        self.when.data = DAY_BEFORE if hours is None else HOURS if hours else NEVER
        self.hours.data = hours or None

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """What stands in the number counts only where it is asked for: it is not even seen otherwise."""
        if self.when.data != HOURS:
            self.hours.process_errors = []
        return super().validate(*args, **kwargs)

    def validate_when(self, field: Field) -> None:
        """The number is asked for only where it counts."""
        if field.data == HOURS and not 1 <= (self.hours.data or 0) <= MOST_REMINDER_HOURS:
            raise ValidationError(
                _("Bitte eine ganze Zahl von 1 bis %(most)d Stunden angeben.", most=MOST_REMINDER_HOURS)
            )

    def wanted(self) -> int | None:
        """What was chosen, as `Location.reminder_hours` keeps it. Only after `validate()`."""
        return {DAY_BEFORE: None, HOURS: self.hours.data, NEVER: 0}[self.when.data]
