"""What every form asks for that changes what holds from a day on."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from labspace.day_words import day_from
from labspace.forms import LabForm, SelectChoice
from labspace.houses.dated.actions import Decided
from labspace.houses.forms import CANCEL, KEEP


class DecidingForm(LabForm):
    """What becomes of the bookings that a change touches, once they were shown."""

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
    reason = StringField(
        _l("Grund, falls das Haus absagt"),
        [Length(max=200)],
        name="grund",
        description=_l("Steht in den Absagen."),
    )
    stand = HiddenField(name="stand")
    seen = HiddenField(name="gesehen")

    def decided(self) -> Decided:
        """What was seen and decided."""
        return Decided(
            stand=(self.stand.data or "")[:64],
            seen=(self.seen.data or "")[:64],
            cancels=bool(self.bookings.data == CANCEL),
            reason=self.reason.data or "",
        )

    def write(self, field: HiddenField, text: str) -> None:
        """Let a hidden field say something else than what was sent."""
        field.data, field.raw_data = text, None


class DatedForm(DecidingForm):
    """From which day on, and until when."""

    first = StringField(
        _l("Ab Tag"),
        [InputRequired(_l("Bitte angeben, von wann an das gilt, zum Beispiel „morgen“ oder 01.12.2026."))],
        name="ab",
        render_kw={"data-date-field": "", "autocomplete": "off"},
    )
    last = StringField(
        _l("Bis Tag"),
        name="bis_tag",
        description=_l("Leer: bis auf Weiteres. Danach gilt wieder, was vorher festgelegt war."),
        render_kw={"data-date-field": "", "autocomplete": "off"},
    )

    zone: ZoneInfo
    today: date

    def at(self, now: datetime, *, zone: ZoneInfo) -> None:
        """Say when and where the words are read."""
        self.zone, self.today = zone, now.astimezone(zone).date()

    def first_day(self) -> date | None:
        """The day that was typed, if it is one."""
        return day_from(self.first.data or "", today=self.today)

    def last_day(self) -> date | None:
        """The last day that was typed; None: until further notice."""
        if not self.last.data:
            return None
        return day_from(self.last.data, today=self.first_day() or self.today)

    def validate_first(self, field: Field) -> None:
        if (day := self.first_day()) is None:
            raise ValidationError(_("Diesen Tag kennen wir nicht. Bitte zum Beispiel 24.11.2026 angeben."))
        if day < self.today:
            raise ValidationError(_("Was war, bleibt, wie es war. Bitte einen Tag von heute an angeben."))

    def validate_last(self, field: Field) -> None:
        first, last = self.first_day(), self.last_day()
        if field.data and last is None:
            raise ValidationError(_("Diesen Tag kennen wir nicht. Bitte zum Beispiel 24.11.2026 angeben."))
        if first and last and last < first:
            raise ValidationError(_("Der letzte Tag liegt vor dem ersten. Bitte die Tage tauschen."))
