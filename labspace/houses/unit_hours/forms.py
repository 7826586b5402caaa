"""What staff type about the hours of one space."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import DataRequired

from labspace.forms import SelectChoice
from labspace.houses.dated.rows import Row
from labspace.houses.hours.forms import WeekForm
from labspace.houses.hours.week import Week, rows_of, week_of

AS_THE_HOUSE, OWN = "haus", "eigene"


class UnitWeekForm(WeekForm):
    """Open as the house is, or at hours of its own."""

    whose = RadioField(
        _l("Geöffnet"),
        [DataRequired(_l("Bitte wählen, welche Zeiten gelten."))],
        name="zeiten",
        choices=[
            SelectChoice(AS_THE_HOUSE, _l("wie das Haus")),
            SelectChoice(OWN, _l("zu eigenen Zeiten, die statt denen des Hauses gelten:")),
        ],
    )

    def begin(self, rows: Sequence[Row], *, otherwise: Week) -> None:
        """Show the hours to start from: its own, or those of the house (`otherwise`)."""
        self.whose.data = OWN if rows else AS_THE_HOUSE
        self.fill(week_of(rows) if rows else otherwise)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators=extra_validators):
            return False
        if self.whose.data == OWN and not any(self.week()):
            self.refuse(
                _(
                    "Bitte an mindestens einem Tag Zeiten angeben. Ist die Fläche ganz geschlossen, gehört das zu den "
                    "Sperrungen."
                )
            )
            return False
        return True

    def rows(self) -> list[Row]:
        """What was typed; none: as the house. Only after `validate()`."""
        return rows_of(self.week()) if self.whose.data == OWN else []
