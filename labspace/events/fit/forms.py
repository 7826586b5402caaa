"""What people type to see on which days of a month an event fits."""

from __future__ import annotations

import re
from datetime import date

from wtforms import Field, IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from labspace.bookings.forms import MOST_PEOPLE
from labspace.day_words import minute_from
from labspace.events.fit.month import Hours
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.spaces.kinds import Layout
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

MINUTES = (0, 15, 30, 45, 60, 90, 120, 180, 240)
"""What is offered for set-up and tear-down."""

DEFAULTS = {
    "personen": "30",
    "bestuhlung": "rows",
    "von": "10:00",
    "bis": "12:00",
    "aufbau": "0",
    "abbau": "0",
}


def month_from(text: str, *, today: date) -> date:
    """The first day of the month written `2026-12`; this month for anything else or what is over."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
    this = today.replace(day=1)
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:
        return this
    month = date(int(found[1]), int(found[2]), 1)
    return month if this <= month <= this.replace(year=this.year + 3) else this


def _minutes(label: str, name: str) -> SelectField:
    choices = [SelectChoice(str(minutes), _l("%(n)d Minuten", n=minutes)) for minutes in MINUTES]
    return SelectField(label, coerce=int, choices=choices, name=name)


class FinderForm(LabForm):
    """People, seating and hours; the month and the day are chosen by links."""

    people = IntegerField(
        _l("Personen"),
        [
            InputRequired(_l("Bitte angeben, wie viele Personen Sie erwarten.")),
            NumberRange(1, MOST_PEOPLE, _l("Bitte eine Zahl von 1 an aufwärts angeben.")),
        ],
        name="personen",
    )
    layout = choice_field(_l("Bestuhlung"), Layout, name="bestuhlung")
    starts = StringField(
        _l("von"), [InputRequired(_l("Bitte eine Anfangszeit angeben, zum Beispiel 9:00."))], name="von"
    )
    ends = StringField(
        _l("bis"), [InputRequired(_l("Bitte eine Endzeit angeben, zum Beispiel 13:00."))], name="bis"
    )
    setup = _minutes(_l("Aufbau davor"), "aufbau")
    teardown = _minutes(_l("Abbau danach"), "abbau")

    def validate_starts(self, field: Field) -> None:
        minute = minute_from(field.data or "")
        if minute is None or minute == 1440:
            raise ValidationError(_("Bitte eine Uhrzeit wie 9:00 oder 9:30 angeben."))

    def validate_ends(self, field: Field) -> None:
        starts, ends = minute_from(self.starts.data or ""), minute_from(field.data or "")
        if ends is None:
            raise ValidationError(_("Bitte eine Uhrzeit wie 13:00 oder 13:30 angeben."))
        if starts is not None and 0 < ends <= starts:
            raise ValidationError(_("Das Ende liegt vor dem Beginn. Bitte Beginn und Ende prüfen."))

    def hours(self) -> Hours:
        """From and to. Only after `validate()`."""
        starts, ends = minute_from(self.starts.data or ""), minute_from(self.ends.data or "")
        assert starts is not None
        assert ends is not None
        return Hours(starts, ends)

    def query(self) -> dict[str, str]:
        """What was typed, for the links to other months and days."""
        return {
            "personen": str(self.people.data),
            "bestuhlung": self.layout.data.value if self.layout.data else "",
            "von": self.starts.data or "",
            "bis": self.ends.data or "",
            "aufbau": str(self.setup.data or 0),
            "abbau": str(self.teardown.data or 0),
        }
