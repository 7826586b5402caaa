"""What staff type to publish a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Field, HiddenField, StringField, ValidationError
from wtforms.validators import InputRequired

from labspace.day_words import day_from
from labspace.forms import LabForm
from labspace.plans.publishing.actions import Decision
from labspace.plans.publishing.proposals import Answer
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

_FIELD = re.compile(r"buchung-(\d{1,18})\Z")
_SPACES = re.compile(r"verlegen:([a-z0-9,-]{1,2000})\Z")


class DayForm(LabForm):
    """From which day on the draft is the plan."""

    starts_on = StringField(
        _l("Gilt ab"),
        [InputRequired(_l("Bitte einen Tag angeben, zum Beispiel „morgen“ oder 24.11.2026."))],
        name="ab",
        render_kw={"data-date-field": "", "autocomplete": "off"},
    )
    version = HiddenField(name="stand")
    seen = HiddenField(name="gesehen")

    today: date

    def day(self) -> date:
        """The day meant. Only valid after `validate()`."""
        found = day_from(self.starts_on.data or "", today=self.today)
        assert found is not None
        return found

    def validate_starts_on(self, field: Field) -> None:
        if day_from(field.data or "", today=self.today) is None:
            raise ValidationError(
                _(
                    "Diesen Tag kennen wir nicht. Bitte zum Beispiel „morgen“, „Di“, 24.11. oder 24.11.2026 angeben."
                )
            )

    def expected_version(self) -> int:
        """The version of the draft that was looked at; 0 if none was told."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def decisions_of(posted: Mapping[str, Any]) -> dict[int, Decision]:
    """What was decided about each booking; those about which nothing sound was said are missing."""
    found = {}
    for name, said in posted.items():
        field = _FIELD.match(name)
        if field is None:
            continue
        if moved := _SPACES.match(str(said)):
            found[int(field[1])] = Decision(Answer.MOVE, tuple(moved[1].split(",")))
        elif said in (Answer.KEEP.value, Answer.ASK.value):
            found[int(field[1])] = Decision(Answer(said))
    return found


def field_name(booking_id: int) -> str:
    """What the choice for a booking is called in the form."""
    return f"buchung-{booking_id}"
