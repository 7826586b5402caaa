"""The public figures of a month as files: a table for Excel in German, one for machines, and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from fractions import Fraction

from labspace.formats import day_text, decimal_of, month_text
from labspace.occupancy.kinds import Indicator, Unit
from labspace.occupancy.months import Month
from labspace.occupancy.released.lines import WHOLE, Line, lines_of
from labspace.occupancy.released.models import PublicMonth
from labspace.occupancy.released.names import key_text, part_text, split_text, unit_text
from labspace.occupancy.sheets import HIDDEN
from labspace.spaces.house import House
from labspace.words import gettext as _

DIGITS = 6
NOTE = "Demonstration – frei erfunden"
MACHINE_HEAD = (
    "month", "location", "split", "key", "indicator", "part", "value", "unit", "numerator", "denominator",
    "coverage", "share_c_d", "estimated", "status", "version", "definition", "note",
)  # fmt: skip


def machine_file(house: House, found: PublicMonth) -> str:
    """One line per figure: ISO month, decimal point, the exact quotient beside the rounded value."""
    note = NOTE if house.is_demo else ""
    rows = [
        [
            str(_month(found)), house.slug, line.name.split.value, _key(line), line.name.indicator.value,
            line.name.part.value, _exact(_scaled(line)), line.name.unit.value, _exact(line.numerator),
            _exact(line.denominator), _exact(line.coverage), _exact(line.unsure), "yes" if line.is_estimated else "",
            _status(line), str(found.version), str(line.name.indicator.definition), note,
        ]
        for line in lines_of(found.lines)
    ]  # fmt: skip
    return _written([MACHINE_HEAD, *rows], delimiter=",", end="\n")


def json_file(house: House, found: PublicMonth) -> str:
    """The same as one object."""
    lines = lines_of(found.lines)
    figures = [
        {
            "split": line.name.split.value,
            "key": _key(line),
            "indicator": line.name.indicator.value,
            "part": line.name.part.value,
            "unit": line.name.unit.value,
            "status": _status(line),
            "value": _number(_scaled(line)),
            "numerator": _number(line.numerator),
            "denominator": _number(line.denominator),
            "coverage": _number(line.coverage),
            "share_c_d": _number(line.unsure),
            "estimated": line.is_estimated,
        }
        for line in lines
    ]
    definitions = {one.value: str(one.definition) for one in Indicator}
    return json.dumps(
        {
            "month": str(_month(found)),
            "location": house.slug,
            "version": found.version,
            "released_at": found.released_at.isoformat(),
            "note": NOTE if house.is_demo else "",
            "figures": figures,
            "definitions": {
                key: definitions[key] for key in dict.fromkeys(line.name.indicator.value for line in lines)
            },
        },
        ensure_ascii=False,
        indent=1,
    )


def excel_file(house: House, found: PublicMonth) -> str:
    """With decimal commas and semicolons, and the definitions below."""
    lines = lines_of(found.lines)
    month = month_text(found.month)
    title = [
        [_("Öffentliche Zahlen %(house)s, %(month)s", house=house.name, month=month)],
        [
            _(
                "Veröffentlicht am %(day)s, Fassung %(version)s",
                day=day_text(found.released_at.astimezone(house.zone).date()),
                version=str(found.version),
            )
        ],
    ]
    if house.is_demo:
        title.append([_("Demonstration – frei erfunden")])
    head = [
        _("Aufteilung"),
        _("Merkmal"),
        _("Nummer"),
        _("Kennzahl"),
        _("Zahl"),
        _("Wert"),
        _("Einheit"),
        _("Abdeckung"),
        _("Anteil C + D"),
    ]
    rows = [
        [
            split_text(line.name.split), key_text(line.name), line.name.indicator.value,
            _label(line), part_text(line.name), _german(line), unit_text(line.name.unit),
            _share(line.coverage), _share(line.unsure),
        ]
        for line in lines
    ]  # fmt: skip
    used = dict.fromkeys(line.name.indicator for line in lines)
    definitions = [[f"{one.value} {one.label}", str(one.definition), str(one.formula)] for one in used]
    signs = [[HIDDEN, _("zu wenige Personen oder Organisationen, um die Zahl zu zeigen")]]
    return "\ufeff" + _written(
        [*title, [], head, *rows, [], [_("So wird gerechnet")], *definitions, *signs],
        delimiter=";",
        end="\r\n",
    )


FILES = {
    "excel": (excel_file, "csv", "text/csv"),
    "maschine": (machine_file, "csv", "text/csv"),
    "json": (json_file, "json", "application/json"),
}
"""By the word in the address: what writes it, how it ends, what it is."""


def _month(found: PublicMonth) -> Month:
    return Month(found.month.year, found.month.month)


def _key(line: Line) -> str:
    return "all" if line.name.key == WHOLE else line.name.key or "none"


def _label(line: Line) -> str:
    label = str(line.name.indicator.label)
    return _("%(label)s (geschätzt)", label=label) if line.says_estimated else label


def _status(line: Line) -> str:
    if line.is_hidden:
        return "suppressed"
    return "not_stated" if line.value is None else "ok"


def _scaled(line: Line) -> Fraction | None:
    value = line.value
    return value * 100 if value is not None and line.name.unit is Unit.SHARE else value


def _exact(value: Fraction | None) -> str:
    return "" if value is None else str(decimal_of(value, digits=DIGITS).normalize().__format__("f"))


def _number(value: Fraction | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(decimal_of(value, digits=DIGITS))


def _german(line: Line) -> str:
    if line.is_hidden:
        return HIDDEN
    value = _scaled(line)
    if value is None:
        return _("k. A.")
    digits = 0 if line.name.unit in WHOLE_NUMBERS else 1
    return str(decimal_of(value, digits=digits)).replace(".", ",")


def _share(share: Fraction | None) -> str:
    return "" if share is None else str(decimal_of(share * 100)).replace(".", ",")


WHOLE_NUMBERS = frozenset({Unit.VISITS})


def _written(rows: Sequence[Sequence[str]], *, delimiter: str, end: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    # A spreadsheet runs what begins like a formula; house names come from files.
    writer.writerows(
        [f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell for cell in row] for row in rows
    )
    return text.getvalue()
