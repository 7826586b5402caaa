"""What staff type about days that need a second look: a row of fields for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField
from wtforms.validators import Length

from labspace.formats import is_german
from labspace.houses.dated.forms import DatedForm
from labspace.houses.dated.rows import Row
from labspace.locations.days_file import MOST_DAYS
from labspace.locations.quiet_days import QuietDay, coded, quiet_day
from labspace.locations.yearly import read_yearly, write_yearly

ROWS = MOST_DAYS
SPARE = 2
"""Empty rows that wait for more days."""


@dataclass(frozen=True)
class DayFields:
    """The fields of one day."""

    when: Field
    name: Field
    name_en: Field
    note: Field
    note_en: Field
    only_sales: Field

    @property
    def all(self) -> Sequence[Field]:
        return [self.when, self.name, self.name_en, self.note, self.note_en, self.only_sales]

    @property
    def is_empty(self) -> bool:
        return not (self.when.data or self.name.data or self.note.data)

    @property
    def title(self) -> str:
        """What the day is called in the reader's language; empty for a row without a name."""
        name = self.name.data if is_german() else self.name_en.data or self.name.data
        text = str(name or self.when.data or "")
        return text[:1].upper() + text[1:]


class QuietDaysForm(DatedForm):
    """All days that need a second look; `when_0`, `name_0` … belong together."""

    @property
    def days(self) -> list[DayFields]:
        """The rows of fields, the empty ones as well."""
        parts = ("when", "name", "name_en", "note", "note_en", "only_sales")
        return [DayFields(*(self[f"{part}_{number}"] for part in parts)) for number in range(ROWS)]

    @property
    def days_offered(self) -> list[DayFields]:
        """The rows that were filled in and a few empty ones after them."""
        filled = [number for number, day in enumerate(self.days) if not day.is_empty]
        return self.days[: (filled[-1] + 1 if filled else 0) + SPARE]

    def fill(self, row: Row | None) -> None:
        """Show what holds to start from."""
        known = [quiet_day(one) for one in row["days"]] if row else []
        for fields, day in zip(self.days, known, strict=False):
            fields.when.data = write_yearly(day.when, german=is_german())
            fields.name.data, fields.name_en.data = day.name, day.name_en
            fields.note.data, fields.note_en.data = day.note, day.note_en
            fields.only_sales.data = day.only_sales

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators=extra_validators))
        for fields in self.days:
            for field, sentence in _missing(fields):
                field.errors = [*field.errors, sentence]
                is_valid = False
        return is_valid

    def row(self) -> Row:
        """What was typed. Only after `validate()`."""
        return {"days": [_day(fields).as_json() for fields in self.days if not fields.is_empty]}


def _missing(fields: DayFields) -> Iterator[tuple[Field, str]]:
    if fields.is_empty:
        return
    if read_yearly(fields.when.data or "") is None:
        yield fields.when, _("Bitte einen Tag wie 24.12., Ostern-2, Advent-28 oder Sonntag angeben.")
    if not fields.name.data:
        yield fields.name, _("Bitte sagen, wie der Tag heißt.")
    if not fields.note.data:
        yield fields.note, _("Bitte sagen, was zu bedenken ist.")


def _day(fields: DayFields) -> QuietDay:
    when = read_yearly(fields.when.data or "")
    assert when is not None
    return coded(
        when=when,
        name=fields.name.data,
        name_en=fields.name_en.data or "",
        note=fields.note.data,
        note_en=fields.note_en.data or "",
        only_sales=bool(fields.only_sales.data),
    )


def _add_rows() -> None:
    for number in range(ROWS):
        for part, field in {
            "when": StringField(_l("Tag"), [Length(max=20)], name=f"wann_{number}"),
            "name": StringField(_l("Name"), [Length(max=80)], name=f"name_{number}"),
            "name_en": StringField(_l("Name auf Englisch"), [Length(max=80)], name=f"name_en_{number}"),
            "note": StringField(_l("Was zu bedenken ist"), [Length(max=200)], name=f"hinweis_{number}"),
            "note_en": StringField(_l("Auf Englisch"), [Length(max=200)], name=f"hinweis_en_{number}"),
            "only_sales": BooleanField(_l("Nur, wo verkauft wird"), name=f"verkauf_{number}"),
        }.items():
            setattr(QuietDaysForm, f"{part}_{number}", field)


_add_rows()
