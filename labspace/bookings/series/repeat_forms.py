"""What people choose to book again and again; turned into a rule of recurrence."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from wtforms import Field, IntegerField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.bookings.forms import BookingForm, SpanForm
from labspace.bookings.series.recurrence import MOST_DATES, MOST_INTERVAL, Frequency, Recurrence, nth_of_month
from labspace.bookings.series.recurrence_words import weekday_names
from labspace.day_words import day_from, minute_from
from labspace.forms import SelectChoice, choice_field
from labspace.words import gettext as _
from labspace.words import language_now
from labspace.words import lazy_gettext as _l

HOW_OFTEN = {
    "taeglich": _l("jeden Tag"),
    "woechentlich": _l("jede Woche"),
    "monatlich": _l("jeden Monat am selben Tag, zum Beispiel am 15."),
    "wochentag": _l("jeden Monat am selben Wochentag, zum Beispiel am ersten Dienstag"),
}

FIELDS = ("wiederholung", "abstand", "wochentage", "serienende", "anzahl")
"""What these fields are called in forms and addresses."""


@cache
def _weekday_choices(language: str) -> list[SelectChoice]:
    return [SelectChoice(str(day), name) for day, name in enumerate(weekday_names(language))]


class RepeatFields(SpanForm):
    """A day and hours that may come back by a rule."""

    repeat = choice_field(_l("Wiederholen"), HOW_OFTEN, empty=_l("nicht wiederholen"), name="wiederholung")
    interval = IntegerField(
        _l("Abstand"),
        [
            Optional(),
            NumberRange(
                1, MOST_INTERVAL, _l("Bitte eine Zahl von 1 bis %(most)d angeben.", most=MOST_INTERVAL)
            ),
        ],
        name="abstand",
        description=_l("2 heißt zum Beispiel: jede zweite Woche."),
    )
    weekdays = SelectMultipleField(
        _l("An diesen Wochentagen"),
        name="wochentage",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Für jede Woche; ohne Auswahl gilt der Wochentag des ersten Termins."),
    )
    until = StringField(
        _l("Letzter Tag"),
        name="serienende",
        render_kw={"data-date-field": "", "autocomplete": "off"},
    )
    count = IntegerField(
        _l("oder Anzahl"),
        [
            Optional(),
            NumberRange(1, MOST_DATES, _l("Bitte eine Zahl von 1 bis %(most)d angeben.", most=MOST_DATES)),
        ],
        name="anzahl",
    )
    must_repeat = False
    """Whether somebody asked for the dates of a series: then it has to be said how often."""

    def process(self, *args: Any, **kwargs: Any) -> None:
        self.weekdays.choices = _weekday_choices(language_now())
        super().process(*args, **kwargs)

    @property
    def repeats(self) -> bool:
        return bool(self.repeat.data) or self.must_repeat

    @property
    def tells_of_series(self) -> bool:
        """Whether anything was typed, chosen or refused in the part about a series."""
        fields = (self.repeat, self.interval, self.weekdays, self.until, self.count)
        return self.must_repeat or any(field.errors or any(field.raw_data or ()) for field in fields)

    def validate_repeat(self, field: Field) -> None:
        if self.must_repeat and not field.data:
            raise ValidationError(_("Bitte wählen, wie oft sich der Termin wiederholt."))

    def validate_until(self, field: Field) -> None:
        if not self.repeats:
            return
        if field.data and self.last_day() is None:
            raise ValidationError(_("Diesen Tag kennen wir nicht. Bitte zum Beispiel 18.12.2026 angeben."))
        if bool(field.data) == (self.count.data is not None):
            raise ValidationError(
                _("Bitte den letzten Tag oder die Zahl der Termine angeben, eines von beiden.")
            )

    def last_day(self) -> date | None:
        """The last day that was typed, if it is one."""
        return day_from(self.until.data or "", today=self.chosen_day() or self.today)

    def rule(self) -> Recurrence:
        """The rule that was chosen. Only after `validate()` of a form that repeats."""
        day = self.chosen_day()
        assert day is not None
        chosen: dict[str, Any] = {
            "interval": self.interval.data or 1,
            "until": self.last_day() if self.until.data else None,
            "count": self.count.data if not self.until.data else None,
        }
        match self.repeat.data:
            case "taeglich":
                return Recurrence(frequency=Frequency.DAILY, **chosen)
            case "woechentlich":
                days = tuple(sorted(set(self.weekdays.data or [day.weekday()])))
                return Recurrence(frequency=Frequency.WEEKLY, weekdays=days, **chosen)
            case "monatlich":
                return Recurrence(frequency=Frequency.MONTHLY, month_day=day.day, **chosen)
            case _:
                nth = nth_of_month(day)
                return Recurrence(frequency=Frequency.MONTHLY, nth=nth, weekdays=(day.weekday(),), **chosen)

    def minutes(self) -> tuple[int, int]:
        """From and to as minutes of the local day; 1440 is its end. Only after `validate()`."""
        starts, ends = minute_from(self.starts.data or ""), minute_from(self.ends.data or "")
        assert starts is not None
        assert ends is not None
        return starts, ends or 1440


class RepeatForm(RepeatFields, BookingForm):
    """A new booking that may be the first of a series."""
