"""What staff type about what is lent and served at events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, StringField
from wtforms.validators import Length

from labspace.events.stock.shown import in_order
from labspace.events.stock.written import code_for, judged_catering, judged_equipment
from labspace.houses.dated.forms import DatedForm
from labspace.houses.dated.rows import Row
from labspace.houses.prices.forms import read_amount, write_amount
from labspace.locations.findings import Finding
from labspace.spaces.findings import words_of

MOST_LINES = 60
SPARE = 3
"""Empty lines that wait for more."""
PARTS = ("id", "name", "name_en", "value")
_PLACE = re.compile(r"\$\.\w+\[(\d+)\]\.(\w+)(\.en)?")


@dataclass(frozen=True)
class LineFields:
    """The fields of one thing or dish."""

    id: Field
    name: Field
    name_en: Field
    value: Field

    @property
    def is_empty(self) -> bool:
        return not (self.name.data or self.name_en.data)

    @property
    def shown(self) -> Sequence[Field]:
        """What people see of it."""
        return [self.name, self.name_en, self.value]


class StockForm(DatedForm):
    """A list of things, each with its number or price; `name_0`, `value_0` … belong together."""

    VALUE: ClassVar[str]
    """What a row calls the number or price."""
    VALUE_WORDS: ClassVar[LazyString]
    """What to type there."""
    known: Sequence[Row] = ()
    """All rows that are kept, so that a thing of the same name stays the same thing."""

    @property
    def lines(self) -> list[LineFields]:
        """All lines, the empty ones as well."""
        return [LineFields(*(self[f"{part}_{number}"] for part in PARTS)) for number in range(MOST_LINES)]

    @property
    def lines_offered(self) -> list[LineFields]:
        """Those that were filled in and a few empty ones after them."""
        filled = [number for number, line in enumerate(self.lines) if not line.is_empty]
        return self.lines[: (filled[-1] + 1 if filled else 0) + SPARE]

    def fill(self, rows: Sequence[Row]) -> None:
        """Show the rows of a day to start from."""
        for line, row in zip(self.lines, in_order(rows), strict=False):
            line.id.data, line.name.data, line.name_en.data = row["code"], row["name"], row["name_en"]
            line.value.data = self.as_typed(row[self.VALUE])

    def rows(self) -> list[Row] | None:
        """What was typed; None where a houses file could not say it, then told."""
        lines = [line for line in self.lines if not line.is_empty]
        used = {line.id.data for line in lines if line.id.data}
        written = []
        for line in lines:
            name = line.name.data or ""
            code = line.id.data or code_for(name, self.known, used)
            used.add(code)
            written.append(
                {
                    "id": code,
                    "name": {"de": name, "en": line.name_en.data or name},
                    self.VALUE: self.as_read(line.value.data or ""),
                }
            )
        rows, findings = self.judged(written)
        for finding in findings:
            self._tell(finding, lines)
        return None if findings else rows

    def _tell(self, finding: Finding, lines: Sequence[LineFields]) -> None:
        found = _PLACE.match(finding.path)
        part = found and {"name": "name_en" if found[3] else "name", self.VALUE: "value"}.get(found[2])
        if found is None or part is None:
            self.refuse(words_of(finding))
            return
        field = getattr(lines[int(found[1])], part)
        field.errors = [*field.errors, self.VALUE_WORDS if part == "value" else words_of(finding)]

    def as_typed(self, value: int | None) -> str:
        """A number or price as people type it."""
        raise NotImplementedError

    def as_read(self, text: str) -> int | None:
        """What was typed as a houses file writes it; -1, which it never allows, for anything else."""
        raise NotImplementedError

    def judged(self, written: Sequence[dict[str, Any]]) -> tuple[list[Row], tuple[Finding, ...]]:
        """The rows, and what is wrong with them."""
        raise NotImplementedError


class EquipmentForm(StockForm):
    """What is lent, and how many there are."""

    VALUE = "number"
    VALUE_WORDS = _l("Bitte eine ganze Zahl von 1 bis 10 000 angeben.")

    def as_typed(self, value: int | None) -> str:
        return str(value)

    def as_read(self, text: str) -> int | None:
        return int(text) if text.isascii() and text.isdecimal() else -1

    def judged(self, written: Sequence[dict[str, Any]]) -> tuple[list[Row], tuple[Finding, ...]]:
        return judged_equipment(written)


class CateringForm(StockForm):
    """What is served, and for how much."""

    VALUE = "per_person_cents"
    VALUE_WORDS = _l("Bitte einen Betrag wie 6,50 angeben, höchstens 1 000 Euro, oder nichts.")

    def as_typed(self, value: int | None) -> str:
        return write_amount(value)

    def as_read(self, text: str) -> int | None:
        if not text:
            return None
        cents = read_amount(text)
        return -1 if cents is None else cents

    def judged(self, written: Sequence[dict[str, Any]]) -> tuple[list[Row], tuple[Finding, ...]]:
        return judged_catering(written)


def _add_lines(form: type[StockForm], value: LazyString, inputmode: str) -> None:
    for number in range(MOST_LINES):
        for part, field in {
            "id": HiddenField(name=f"kurz_{number}"),
            "name": StringField(_l("Was"), [Length(max=80)], name=f"was_{number}"),
            "name_en": StringField(_l("Auf Englisch"), [Length(max=80)], name=f"was_en_{number}"),
            "value": StringField(value, [Length(max=12)], name=f"wert_{number}", render_kw={"inputmode": inputmode}),
        }.items():  # fmt: skip
            setattr(form, f"{part}_{number}", field)


_add_lines(EquipmentForm, _l("Anzahl"), "numeric")
_add_lines(CateringForm, _l("Euro je Person"), "decimal")
