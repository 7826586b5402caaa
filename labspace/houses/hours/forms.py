"""What staff type about the hours of their house."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.bookings.staff_forms import DaysForm
from labspace.forms import SelectChoice
from labspace.houses.dated.forms import DatedForm
from labspace.houses.dated.rows import Row
from labspace.houses.hours.holidays import NotADay, holiday_row, read_own, write_own
from labspace.houses.hours.week import NotHours, Week, read_day, write_day
from labspace.locations.days_file import MOST_OWN
from labspace.locations.holiday_rules import HolidayClosing

MOST_HOURS_TEXT = 80


def _weekday(label: str, name: str) -> StringField:
    return StringField(label, [Length(max=MOST_HOURS_TEXT)], name=name)


class WeekForm(DatedForm):
    """The hours of each weekday; an empty day is closed."""

    monday = _weekday(_l("Montag"), "mo")
    tuesday = _weekday(_l("Dienstag"), "di")
    wednesday = _weekday(_l("Mittwoch"), "mi")
    thursday = _weekday(_l("Donnerstag"), "do")
    friday = _weekday(_l("Freitag"), "fr")
    saturday = _weekday(_l("Samstag"), "sa")
    sunday = _weekday(_l("Sonntag"), "so")

    @property
    def weekdays(self) -> list[StringField]:
        return [
            self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday,
        ]  # fmt: skip

    def fill(self, week: Week) -> None:
        """Show a week to start from."""
        for field, windows in zip(self.weekdays, week, strict=True):
            field.data = write_day(windows)

    def week(self) -> Week:
        """What was typed. Only after `validate()`."""
        return tuple(read_day(field.data or "") for field in self.weekdays)

    def _validate_weekday(self, field: Field) -> None:
        try:
            read_day(field.data or "")
        except NotHours as wrong:
            raise ValidationError(_wrong_hours(str(wrong))) from None

    validate_monday = validate_tuesday = validate_wednesday = validate_thursday = _validate_weekday
    validate_friday = validate_saturday = validate_sunday = _validate_weekday


def _wrong_hours(code: str) -> str:
    if code == "hours_overlap":
        return _("Diese Zeiten überschneiden sich. Bitte zum Beispiel 8–12, 13–18 angeben.")
    if code == "ends_before_it_begins":
        return _("Hier endet eine Zeit, bevor sie beginnt. Bitte zum Beispiel 8–18 angeben.")
    return _("Diese Zeiten verstehen wir nicht. Bitte zum Beispiel 8–18 oder 8–12, 13:30–18 angeben.")


class OpeningForm(DaysForm):
    """One special opening."""

    reason = StringField(
        _l("Anlass"),
        [Length(max=200)],
        name="grund",
        description=_l("Für das Team, zum Beispiel „Lange Nacht der Stadt“."),
    )


class HolidayForm(DatedForm):
    """In which Land the house is, on which of its holidays it is closed, and which days of its own it adds."""

    region = SelectField(
        _l("Bundesland"),
        name="land",
        description=_l("Seine gesetzlichen Feiertage zählen. Was war, bleibt, wie es war."),
    )
    closing = RadioField(
        _l("An den Feiertagen"),
        [DataRequired(_l("Bitte wählen, was an Feiertagen gilt."))],
        name="feiertage",
        choices=[
            SelectChoice(HolidayClosing.ALL.value, _l("ist das Haus geschlossen")),
            SelectChoice(HolidayClosing.SOME.value, _l("ist das Haus nur an diesen geschlossen:")),
            SelectChoice(HolidayClosing.NONE.value, _l("ist das Haus geöffnet wie sonst")),
        ],
    )
    names = SelectMultipleField(
        _l("Geschlossen nur an"),
        name="namen",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    own = TextAreaField(
        _l("Eigene Tage, jedes Jahr"),
        [Length(max=2000)],
        name="eigene",
        description=_l(
            "Jede Zeile ein Tag, an dem das Haus auch geschlossen ist: „24.12. Heiligabend / Christmas Eve“, "
            "„Ostern-48 Rosenmontag“ (48 Tage vor Ostersonntag). Einzelne Tage gehören zu den Schließungen."
        ),
    )

    def offer(self, names: Mapping[str, str], regions: Mapping[str, str]) -> None:
        """Let the person choose among these holidays, by their German names with how they are called, and among
        these regions."""
        self.region.choices = [SelectChoice(code, called) for code, called in regions.items()]
        self.names.choices = [SelectChoice(name, called) for name, called in names.items()]

    def fill(self, row: Row, *, region: str) -> None:
        """Show what holds to start from; `region` is whose holidays count then."""
        self.region.data = region
        self.closing.data, self.names.data, self.own.data = row["closing"], row["names"], write_own(row)

    def validate_names(self, field: Field) -> None:
        if self.closing.data == HolidayClosing.SOME.value and not field.data:
            raise ValidationError(_("Bitte mindestens einen Feiertag wählen."))

    def validate_own(self, field: Field) -> None:
        try:
            found = read_own(field.data or "")
        except NotADay as wrong:
            raise ValidationError(
                _("Diese Zeile verstehen wir nicht: „%(line)s“. Bitte wie „24.12. Heiligabend“.", line=wrong)
            ) from None
        if len(found) > MOST_OWN:
            raise ValidationError(_("Bitte höchstens %(most)d eigene Tage.", most=MOST_OWN))

    def row(self, *, usual: str) -> Row:
        """What was typed, in a house that began in the region `usual`. Only after `validate()`."""
        region = self.region.data
        return holiday_row(
            HolidayClosing(self.closing.data),
            self.names.data or (),
            read_own(self.own.data or ""),
            region=None if region == usual else region,
        )
