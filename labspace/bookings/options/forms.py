"""What staff type about an option: a later deadline, or why they ask for a decision."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from labspace.day_words import day_from, minute_from
from labspace.forms import LabForm
from labspace.times import LocalTimeMissing, clock_of, local_moment
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


class ChallengeForm(LabForm):
    """Why the first is asked; the team alone reads it."""

    reason = TextAreaField(
        _l("Grund der Bitte"),
        [
            DataRequired(_l("Bitte einen Grund angeben, damit die Entscheidung nachvollziehbar bleibt.")),
            Length(max=300),
        ],
        name="grund_der_bitte",
    )


class ExtendForm(LabForm):
    """A later deadline by the wall clock of the house; words such as „morgen“ count from today."""

    day = StringField(
        _l("Neue Frist: Tag"),
        [InputRequired(_l("Bitte einen Tag angeben, zum Beispiel „morgen“ oder 24.11.2026."))],
        name="tag",
        render_kw={"data-date-field": "", "autocomplete": "off"},
    )
    clock = StringField(
        _l("Uhrzeit"), [InputRequired(_l("Bitte eine Uhrzeit angeben, zum Beispiel 12:00."))], name="uhrzeit"
    )

    reason = TextAreaField(
        _l("Grund der Verlängerung"),
        [
            DataRequired(_l("Bitte einen Grund angeben, damit die Entscheidung nachvollziehbar bleibt.")),
            Length(max=300),
        ],
        name="grund_der_frist",
    )

    zone: ZoneInfo
    now: datetime

    def at(self, now: datetime, *, zone: ZoneInfo) -> None:
        """Say when and where the words are read."""
        self.zone, self.now = zone, now

    def validate_day(self, field: Field) -> None:
        if field.data and self._day() is None:
            raise ValidationError(
                _(
                    "Diesen Tag kennen wir nicht. Bitte zum Beispiel „morgen“, „Di“, 24.11. oder 24.11.2026 angeben."
                )
            )

    def validate_clock(self, field: Field) -> None:
        if field.data and minute_from(field.data) is None:
            raise ValidationError(_("Bitte eine Uhrzeit wie 9:00 oder 9:30 angeben."))
        if field.data and self._day() is not None and self._moment() is None:
            raise ValidationError(_("Diese Uhrzeit gibt es an diesem Tag nicht. Bitte eine andere wählen."))

    def until(self) -> datetime:
        """The new deadline; only after `validate()`."""
        moment = self._moment()
        assert moment is not None
        return moment

    def _day(self) -> date | None:
        return day_from(self.day.data or "", today=self.now.astimezone(self.zone).date())

    def _moment(self) -> datetime | None:
        day, minute = self._day(), minute_from(self.clock.data or "")
        if day is None or minute is None:
            return None
        try:
            return local_moment(day + timedelta(days=minute // 1440), clock_of(minute), zone=self.zone)
        except (LocalTimeMissing, OverflowError):
            return None
