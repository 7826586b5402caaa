"""Days that need a second look, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence

from labspace.formats import is_german
from labspace.houses.dated.rows import Row
from labspace.houses.dated.shown import Pair
from labspace.houses.dated.yearly_words import yearly_text
from labspace.locations.quiet_days import quiet_day
from labspace.words import gettext as _


def quiet_facts(rows: Sequence[Row]) -> list[Pair]:
    """Each day and what is to be thought of."""
    found = []
    for row in rows:
        for day in map(quiet_day, row["days"]):
            name = day.name if is_german() else day.name_en or day.name
            note = day.note if is_german() else day.note_en or day.note
            when = yearly_text(day.when)
            text = (
                _("%(when)s, nur, wo verkauft wird: %(note)s", when=when, note=note)
                if day.only_sales
                else _("%(when)s: %(note)s", when=when, note=note)
            )
            found.append((name[:1].upper() + name[1:], text))
    return found
