"""What the team types about how many came to a house or its café on a day."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import LazyString
from wtforms import Field, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from labspace.forms import LabForm, choice_field
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from labspace.visits.hours import hour_label
from labspace.visits.kinds import VisitSource
from labspace.visits.rules import MOST_VISITS
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

SOURCES = (VisitSource.TALLY, VisitSource.COUNTER, VisitSource.ESTIMATE)
"""What may be named on a tally sheet; taps at the door count by themselves."""


class Place(enum.Enum):
    """What was counted."""

    CAFE = "cafe"
    HOUSE = "haus"

    @property
    def label(self) -> LazyString:
        return _PLACES[self]

    @property
    def kind(self) -> SpaceKind | None:
        """As a number of visits has it."""
        return SpaceKind.CAFE_TABLE if self is Place.CAFE else None


_PLACES = {
    Place.CAFE: _l("Café – Gäste ohne Reservierung"),
    Place.HOUSE: _l("Ganzes Haus – alle, die durch die Haustür kommen"),
}


class TallyForm(LabForm):
    """One number of a day, or one for each hour; made for the hours of a day."""

    people = IntegerField(_l("Besuche am ganzen Tag"), name="personen")
    note = TextAreaField(_l("Anmerkung"), [Length(max=300)], name="anmerkung")

    hour_names: Mapping[str, datetime]

    def validate(self, *args: Any, **more: Any) -> bool:
        """A number of the day, or of at least one hour."""
        is_valid = super().validate(*args, **more)
        if is_valid and self.people.data is None and not self.hours():
            self.people.errors = [_("Bitte eine Zahl angeben; 0, wenn niemand kam.")]
            return False
        return is_valid

    def hours(self) -> dict[datetime, int]:
        """The hours somebody gave a number for. Only valid after `validate()`."""
        return {at: self[name].data for name, at in self.hour_names.items() if self[name].data is not None}

    def told_source(self) -> VisitSource:
        """Where the number comes from. Only valid after `validate()`."""
        return VisitSource(self["source"].data)

    def count(self) -> int:
        """The number of the day; the hours add up to it where it was left out."""
        return int(self.people.data) if self.people.data is not None else sum(self.hours().values())

    def hour_fields(self) -> list[Field]:
        return [self[name] for name in self.hour_names]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def tally_form(
    hours: Sequence[TimeSpan], places: Sequence[Place], values: object, *, zone: ZoneInfo
) -> TallyForm:
    """The form for a day with these hours in a house with these places."""
    most = NumberRange(0, MOST_VISITS, _("Bitte eine Zahl von 0 bis %(most)d angeben.", most=MOST_VISITS))
    required = [InputRequired(_("Bitte wählen, was gezählt wurde."))]
    fields: dict[str, Any] = {
        "place": choice_field(_("Was wurde gezählt?"), places, required, name="was", taps=True),
        "source": choice_field(
            _("Woher kommt die Zahl?"),
            {source.value: _capital(str(source.label)) for source in SOURCES},
            [InputRequired(_("Bitte wählen, woher die Zahl kommt."))],
            name="quelle",
            taps=True,
        ),
        "people": IntegerField(
            _("Besuche am ganzen Tag"),
            [Optional(), most],
            name="personen",
            description=_("Leer lassen, wenn Sie nach Stunden eintragen."),
        ),
    }
    names = {f"hour_{at}": hour for at, hour in enumerate(hours)}
    for name, hour in names.items():
        label = hour_label(hour, zone=zone)
        fields[name] = IntegerField(
            label, [Optional(), most], name=f"stunde-{int(hour.starts_at.timestamp())}"
        )
    form: TallyForm = type("TallyFormOfDay", (TallyForm,), fields)(formdata=values)
    form.hour_names = {name: hour.starts_at for name, hour in names.items()}
    return form
