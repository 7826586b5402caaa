"""The figures of a month as table files: one for Excel in German, one for machines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from flask_babel import gettext as _

from labspace.formats import decimal_of, month_text
from labspace.occupancy.indicator_words import SET_UP
from labspace.occupancy.kinds import OF_A_MONTH, Indicator
from labspace.occupancy.overview import Group, MonthFigures
from labspace.occupancy.rates import Figures
from labspace.spaces.kinds import SpaceKind

HIDDEN = "•"
"""The official sign for a figure that is withheld (R12)."""
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one house (or of all, without a slug) and one kind (or all), whole or internal."""

    house: str
    slug: str
    kind: SpaceKind | None
    is_internal: bool
    figures: Figures | None
    set_up: timedelta | None = None
    """Rüststunden, beside the figures (R6); None: not of internal use, and not for the public."""


def lines(figures: MonthFigures) -> Iterator[Line]:
    """What happened in the month, line by line, as the page shows it."""
    if figures.actual is None:
        return
    for house in figures.actual.houses:
        yield from _group_lines(house.name, house.slug, house.group)
    if len(figures.actual.houses) > 1:
        yield from _group_lines(_("Alle gewählten Häuser"), "", figures.actual.together)


def _group_lines(name: str, slug: str, group: Group) -> Iterator[Line]:
    set_up = group.set_up
    for kind, figures in group.by_kind.items():
        hours = None if set_up is None else set_up.get(kind, timedelta())
        yield Line(name, slug, kind, is_internal=False, figures=figures, set_up=hours)
    whole = None if set_up is None else sum(set_up.values(), timedelta())
    yield Line(name, slug, None, is_internal=False, figures=group.total, set_up=whole)
    yield Line(name, slug, None, is_internal=True, figures=group.internal)


def quotients(figures: Figures) -> dict[str, tuple[Fraction | None, int, int]]:
    """Value, numerator and denominator of each indicator: hours of seconds, rates of seconds by seconds."""
    lengths = {
        Indicator.BOOKABLE.value: figures.bookable,
        Indicator.BOOKED.value: figures.booked,
        Indicator.USED.value: figures.used,
    }
    rates = {
        Indicator.BOOKING_RATE.value: (figures.booking_rate, figures.booked),
        Indicator.FREQUENCY_RATE.value: (figures.frequency_rate, figures.used),
    }
    activated = {
        Indicator.ACTIVATED.value: figures.activated,
        f"{Indicator.ACTIVATED.value}-public": figures.activated_publicly,
    }
    return {
        **{name: _hours(length) for name, length in lengths.items()},
        **{name: (rate, _seconds(part), _seconds(figures.bookable)) for name, (rate, part) in rates.items()},
        **{name: _hours(length) for name, length in activated.items()},
    }


def _seconds(length: timedelta) -> int:
    return length // timedelta(seconds=1)


def _hours(length: timedelta) -> tuple[Fraction, int, int]:
    return Fraction(_seconds(length), HOUR), _seconds(length), HOUR


# --- for machines ----------------------------------------------------------------------------------

MACHINE_HEAD = (
    "month", "location", "kind", "scope", "indicator", "value", "unit",
    "numerator_seconds", "denominator_seconds", "status", "definition", "note",
)  # fmt: skip


def machine_sheet(figures: MonthFigures) -> str:
    """One line per figure: ISO month, decimal point, the exact quotient beside the rounded value."""
    note = "Demonstration – frei erfunden" if figures.is_demo else ""
    rows = [[str(figures.month), *cells, note] for line in lines(figures) for cells in _machine_cells(line)]
    return _written([MACHINE_HEAD, *rows], delimiter=",", end="\n")


def _machine_cells(line: Line) -> Iterator[list[str]]:
    definitions = {indicator.value: str(indicator.definition) for indicator in OF_A_MONTH}
    kind = line.kind.value if line.kind else "all"
    scope = "internal" if line.is_internal else "all"
    for name, (value, numerator, denominator) in quotients(line.figures or Figures()).items():
        is_rate = Indicator(name[:3]).is_rate
        status, exact = "ok", [str(numerator), str(denominator)]
        shown = "" if value is None else str(decimal_of(value * (100 if is_rate else 1), digits=6))
        if line.figures is None:
            status, exact, shown = "suppressed", ["", ""], ""
        elif value is None:
            status = "not_stated"
        unit = "percent" if is_rate else "h"
        yield [line.slug or "all", kind, scope, name, shown, unit, *exact, status, definitions[name[:3]]]
    if line.set_up is not None:
        value, numerator, denominator = _hours(line.set_up)
        exact, shown = [str(numerator), str(denominator)], str(decimal_of(value, digits=6))
        yield [
            line.slug or "all",
            kind,
            scope,
            SET_UP.value,
            shown,
            "h",
            *exact,
            "ok",
            str(SET_UP.definition),
        ]


# --- for Excel -------------------------------------------------------------------------------------


def excel_sheet(figures: MonthFigures) -> str:
    """The tables of the page with decimal commas and semicolons, and the definitions below them."""
    names = {
        "K10-public": _("K10 davon publikumswirksam (h)"),
        **{one.value: f"{one.value} {one.label} ({'%' if one.is_rate else 'h'})" for one in OF_A_MONTH},
    }
    head = [_("Standort"), _("Flächen"), _("Anzahl"), *(names[name] for name in quotients(Figures()))]
    month = month_text(figures.month.first)
    title = [[_("Auslastung im %(month)s", month=month)]]
    if figures.is_demo:
        title.append([_("Demonstration – frei erfunden")])
    found = list(lines(figures))
    rows = [_excel_cells(line) for line in found]
    definitions = [[f"{one.value} {one.label}", str(one.definition), str(one.formula)] for one in OF_A_MONTH]
    if any(line.set_up is not None for line in found):
        head.append(f"{SET_UP.value} {SET_UP.label} (h)")
        rows = [
            [*cells, "" if line.set_up is None else _german(_hours(line.set_up)[0])]
            for cells, line in zip(rows, found, strict=True)
        ]
        definitions.append([f"{SET_UP.value} {SET_UP.label}", str(SET_UP.definition), str(SET_UP.formula)])
    signs = [["•", _("zu wenige Personen oder Organisationen, um die Zahl zu zeigen")]]
    return "\ufeff" + _written(
        [*title, [], head, *rows, [], [_("So wird gerechnet")], *definitions, *signs],
        delimiter=";",
        end="\r\n",
    )


def _excel_cells(line: Line) -> list[str]:
    label = str(line.kind.plural) if line.kind else _("davon intern") if line.is_internal else _("Gesamt")
    if line.figures is None:
        return [line.house, label, HIDDEN, *(HIDDEN for _name in quotients(Figures()))]
    cells = [
        _("k. A.") if value is None else _german(value * (100 if Indicator(name[:3]).is_rate else 1))
        for name, (value, _numerator, _denominator) in quotients(line.figures).items()
    ]
    return [line.house, label, str(line.figures.units), *cells]


def _german(value: Fraction) -> str:
    return str(decimal_of(value)).replace(".", ",")


def _written(rows: Sequence[Sequence[str]], *, delimiter: str, end: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    # A spreadsheet runs what begins like a formula; house names come from files.
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
