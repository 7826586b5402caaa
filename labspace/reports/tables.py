"""Pure: the tables of a report, from which page, PDF, workbook and CSV are written alike."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from labspace.formats import day_text, days_text, not_stated_text
from labspace.occupancy.kinds import Indicator
from labspace.reports.kinds import TableKind
from labspace.reports.shown_values import (
    amount,
    cents,
    difference_text,
    digits_of,
    share_text,
    stretch_text,
)
from labspace.reports.snapshot import Figure, Snapshot, TargetRow
from labspace.words import gettext as _


class CellKind(enum.Enum):
    """What a cell is, so that each output can write it as such."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    EURO = "euro"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value of a table with how it is read."""

    text: str
    kind: CellKind = CellKind.TEXT
    number: Fraction | None = None
    """Exact; a share is a share of one, money is in euros. None in a cell of numbers: not stated."""
    digits: int = 0
    """Decimals it is shown with."""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column, by its name for machines and its words for people."""

    key: str
    label: str
    is_number: bool = False
    is_exact: bool = False
    """Only for machines: what a shown value was divided from."""
    width: int = 14
    """Of a workbook's column, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the report."""

    kind: TableKind
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    by_first: bool = False
    """Whether its first column names groups that may be shown as tables of their own."""

    @property
    def title(self) -> str:
        return str(self.kind.label)

    def shown(self) -> tuple[list[Column], list[list[Cell]]]:
        """Without what is for machines only."""
        kept = [at for at, column in enumerate(self.columns) if not column.is_exact]
        return [self.columns[at] for at in kept], [[row[at] for at in kept] for row in self.rows]

    def groups(self) -> list[tuple[str, list[Column], list[list[Cell]]]]:
        """What is shown, group by group with the first column as heading; one group without where there are none."""
        columns, rows = self.shown()
        if not self.by_first:
            return [("", columns, rows)]
        found: dict[str, list[list[Cell]]] = {}
        for row in rows:
            found.setdefault(row[0].text, []).append(row[1:])
        return [(name, columns[1:], many) for name, many in found.items()]


def tables_of(snapshot: Snapshot) -> list[Table]:
    """Every table of the report in its order; those without a row too. Words in the reader's language."""
    return [make(snapshot) for make in _TABLES.values()]


def table_of(snapshot: Snapshot, kind: TableKind) -> Table:
    """One of them."""
    return _TABLES[kind](snapshot)


def _text(words: str) -> Cell:
    return Cell(text=words)


def _whole(number: int | None) -> Cell:
    if number is None:
        return Cell(text=not_stated_text(), kind=CellKind.NUMBER)
    return Cell(text=amount(Fraction(number), "number"), kind=CellKind.NUMBER, number=Fraction(number))


def _value(value: Fraction | None, unit: str, *, text: str = "") -> Cell:
    kind = CellKind.SHARE if unit == "%" else CellKind.NUMBER
    digits = 0 if value is None else digits_of(value, unit)
    return Cell(text=text or amount(value, unit), kind=kind, number=value, digits=digits)


def _difference(value: Fraction | None, unit: str) -> Cell:
    return _value(value, unit, text=difference_text(value, unit))


def _share(value: Fraction | None) -> Cell:
    return Cell(text=share_text(value), kind=CellKind.SHARE, number=value, digits=1)


def _exact(value: Fraction | None) -> Cell:
    text = "" if value is None else amount(value, "number")
    return Cell(text=text, kind=CellKind.NUMBER, number=value, digits=1)


def _euro(number: int) -> Cell:
    return Cell(text=cents(number), kind=CellKind.EURO, number=Fraction(number, 100), digits=2)


def _day(day: date | None) -> Cell:
    return Cell(text=day_text(day) if day else "", kind=CellKind.DAY, day=day)


def _house(snapshot: Snapshot, slug: str) -> Cell:
    names = {house.slug: house.name for house in snapshot.houses}
    return _text(names.get(slug, _("Alle Häuser dieses Berichts")))


def _house_column() -> Column:
    return Column(key="location", label=_("Standort"), width=26)


def _targets(snapshot: Snapshot) -> Table:
    return Table(
        kind=TableKind.TARGETS,
        by_first=True,
        columns=[
            _house_column(),
            Column(key="indicator", label=_("Nr."), width=8),
            Column(key="name", label=_("Kennzahl"), width=34),
            Column(key="target", label=_("Ziel"), is_number=True),
            Column(key="actual", label=_("erreicht"), is_number=True),
            Column(key="deviation", label=_("Abweichung"), is_number=True),
            Column(key="met", label=_("Stand"), width=16),
            Column(key="reason", label=_("Grund"), width=60),
            Column(key="unit", label=_("Einheit"), is_exact=True),
            Column(key="purpose", label=_("Warum dieses Ziel"), is_exact=True, width=60),
        ],
        rows=[_target_row(snapshot, one) for one in snapshot.targets],
    )


def _target_row(snapshot: Snapshot, one: TargetRow) -> list[Cell]:
    at_most = _("höchstens %(amount)s", amount=amount(one.target, one.unit))
    return [
        _house(snapshot, one.house),
        _text(one.indicator if one.indicator.startswith("K") else ""),
        _text(one.label),
        _value(one.target, one.unit, text=at_most if one.at_most else ""),
        _value(one.actual, one.unit),
        _difference(one.deviation, one.unit),
        _text(
            not_stated_text() if one.is_met is None else _("erreicht") if one.is_met else _("nicht erreicht")
        ),
        _text(one.reason),
        _text(one.unit),
        _text(one.purpose),
    ]


def _figures(snapshot: Snapshot) -> Table:
    return Table(
        kind=TableKind.FIGURES,
        by_first=True,
        columns=[
            _house_column(),
            Column(key="indicator", label=_("Nr."), width=8),
            Column(key="name", label=_("Kennzahl"), width=48),
            Column(key="kind", label=_("Flächen"), width=22),
            Column(key="value", label=_("Wert"), is_number=True, width=18),
            Column(key="coverage", label=_("davon bekannt"), is_number=True),
            Column(key="unsure", label=_("Datengüte C + D"), is_number=True, width=16),
            Column(key="unit", label=_("Einheit"), is_exact=True),
            Column(key="part", label=_("Teil"), is_exact=True),
            Column(key="numerator", label=_("geteilt wird"), is_number=True, is_exact=True),
            Column(key="denominator", label=_("geteilt durch"), is_number=True, is_exact=True),
        ],
        rows=[_figure_row(snapshot, one) for one in snapshot.figures],
    )


def _figure_row(snapshot: Snapshot, one: Figure) -> list[Cell]:
    return [
        _house(snapshot, one.house),
        _text(one.indicator),
        _text(one.label),
        _text(one.kind_label),
        _value(one.value, one.unit),
        _share(one.coverage),
        _share(one.unsure),
        _text(one.unit),
        _text(one.part),
        _exact(one.numerator),
        _exact(one.denominator),
    ]


def _course(snapshot: Snapshot) -> Table:
    return Table(
        kind=TableKind.COURSE,
        columns=[
            Column(key="period", label=_("Zeitraum"), width=18),
            Column(key="first", label=_("von"), is_exact=True),
            Column(key="last", label=_("bis"), is_exact=True),
            Column(key="activated", label=str(Indicator.ACTIVATED.label), is_number=True, width=18),
            Column(key="publicly", label=_("davon publikumswirksam"), is_number=True, width=18),
            Column(key="booking_rate", label=str(Indicator.BOOKING_RATE.label), is_number=True, width=18),
            Column(key="frequency_rate", label=str(Indicator.FREQUENCY_RATE.label), is_number=True, width=18),
            Column(key="opened", label=_("Öffnungsstunden"), is_number=True, is_exact=True),
            Column(key="bookable", label=str(Indicator.BOOKABLE.label), is_number=True, is_exact=True),
            Column(key="booked", label=str(Indicator.BOOKED.label), is_number=True, is_exact=True),
            Column(key="used", label=str(Indicator.USED.label), is_number=True, is_exact=True),
        ],
        rows=[
            [
                _text(stretch_text(one)),
                _day(one.first),
                _day(one.last),
                _value(one.activated, "h"),
                _value(one.publicly, "h"),
                _value(one.booking_rate, "%"),
                _value(one.frequency_rate, "%"),
                *map(_exact, (one.opened, one.bookable, one.booked, one.used)),
            ]
            for one in snapshot.course
        ],
    )


def _events(snapshot: Snapshot) -> Table:
    return Table(
        kind=TableKind.EVENTS,
        columns=[
            _house_column(),
            Column(key="reference", label=_("Nummer"), width=14),
            Column(key="title", label=_("Veranstaltung"), width=48),
            Column(key="first", label=_("von")),
            Column(key="last", label=_("bis")),
            Column(key="days", label=_("Tage"), is_number=True, width=8),
            Column(key="people", label=_("Personen"), is_number=True, width=10),
            Column(key="grade", label=_("Güte"), width=8),
        ],
        rows=[
            [
                _house(snapshot, one.house),
                _text(one.reference),
                _text(one.title if one.is_public else _("geschlossene Veranstaltung")),
                _day(one.first),
                _day(one.last),
                _whole(one.days),
                _whole(one.people),
                _text(one.grade),
            ]
            for one in snapshot.events
        ],
    )


def _popups(snapshot: Snapshot) -> Table:
    return Table(
        kind=TableKind.POPUPS,
        columns=[
            _house_column(),
            Column(key="reference", label=_("Nummer"), width=14),
            Column(key="title", label=_("Idee"), width=40),
            Column(key="space", label=_("Fläche"), width=24),
            Column(key="first", label=_("von")),
            Column(key="last", label=_("bis")),
            Column(key="days", label=_("Tage geöffnet"), is_number=True),
            Column(key="hours", label=_("Stunden geöffnet"), is_number=True, width=17),
            Column(key="outcome", label=_("Was daraus wurde"), width=40),
        ],
        rows=[
            [
                _house(snapshot, one.house),
                _text(one.reference),
                _text(one.title),
                _text(one.space),
                _day(one.first),
                _day(one.last),
                _whole(one.opened_days),
                _value(one.opened_hours, "h"),
                _text(one.outcome),
            ]
            for one in snapshot.popups
        ],
    )


def _money(snapshot: Snapshot) -> Table:
    return Table(
        kind=TableKind.MONEY,
        columns=[
            _house_column(),
            Column(key="on", label=_("Tag")),
            Column(key="source", label=_("Herkunft"), width=30),
            Column(key="step", label=_("Stand"), width=14),
            Column(key="amount", label=_("Betrag"), is_number=True),
            Column(key="document", label=_("Beleg"), width=30),
            Column(key="idea", label=_("Idee"), width=14),
        ],
        rows=[
            [
                _house(snapshot, one.house),
                _day(one.on),
                _text(one.source),
                _text(one.step),
                _euro(one.cents),
                _text(one.document),
                _text(one.idea),
            ]
            for one in snapshot.money
        ],
    )


def _aid(snapshot: Snapshot) -> Table:
    return Table(
        kind=TableKind.AID,
        columns=[
            Column(key="beneficiary", label=_("Begünstigte"), width=34),
            _house_column(),
            Column(key="kind", label=_("Art"), width=20),
            Column(key="reference", label=_("Buchungsnummer"), width=16),
            Column(key="days", label=_("Nutzung"), width=24),
            Column(key="granted_on", label=_("gewährt am")),
            Column(key="market", label=_("Marktpreis"), is_number=True),
            Column(key="price", label=_("bezahlt"), is_number=True),
            Column(key="advantage", label=_("Vorteil"), is_number=True),
            Column(key="registered_on", label=_("eingetragen am"), width=16),
            Column(key="register_reference", label=_("Registernummer"), is_exact=True),
        ],
        rows=[
            [
                _text(one.beneficiary),
                _house(snapshot, one.house),
                _text(one.kind),
                _text(one.reference),
                _text(day_text(one.first) if one.first == one.last else days_text(one.first, one.last)),
                _day(one.granted_on),
                _euro(one.market_cents),
                _euro(one.price_cents),
                _euro(one.advantage_cents),
                _day(one.registered_on),
                _text(one.register_reference),
            ]
            for one in snapshot.aid
        ],
    )


def _beside(snapshot: Snapshot) -> Table:
    return Table(
        kind=TableKind.CONTEXT,
        columns=[
            _house_column(),
            Column(key="series", label=_("Reihe"), width=24),
            Column(key="name", label=_("Wo"), width=30),
            Column(key="what", label=_("Was"), width=40),
            Column(key="value", label=_("Wert"), width=24),
            Column(key="source", label=_("Quelle"), width=34),
            Column(key="definition", label=_("Abgrenzung"), is_exact=True, width=60),
            Column(key="licence", label=_("Nutzungsrecht"), is_exact=True, width=24),
        ],
        rows=[
            [
                _house(snapshot, one.house),
                *map(
                    _text,
                    (one.series, one.name, one.what, one.value, one.source, one.definition, one.licence),
                ),
            ]
            for one in snapshot.beside
        ],
    )


def _changes(snapshot: Snapshot) -> Table:
    return Table(
        kind=TableKind.CHANGES,
        columns=[
            Column(key="part", label=_("Teil"), width=20),
            Column(key="what", label=_("Was"), width=48),
            Column(key="before", label=_("vorher"), width=40),
            Column(key="after", label=_("jetzt"), width=40),
        ],
        rows=[[*map(_text, (one.part, one.what, one.before, one.after))] for one in snapshot.changes],
    )


def _method(snapshot: Snapshot) -> Table:
    return Table(
        kind=TableKind.METHOD,
        columns=[
            Column(key="indicator", label=_("Nr."), width=8),
            Column(key="name", label=_("Kennzahl"), width=34),
            Column(key="formula", label=_("Formel"), width=60),
            Column(key="definition", label=_("Bedeutung"), width=80),
            Column(key="adding", label=_("Mehrere Häuser"), width=36),
            Column(key="internal", label=_("Interne Nutzung"), width=24),
            Column(key="grades", label=_("Datengüte"), width=36),
            Column(key="suppression", label=_("Kleine Zahlen"), width=36),
        ],
        rows=[
            [
                *map(
                    _text,
                    (
                        one.indicator, one.label, one.formula, one.definition, one.adding, one.internal,
                        one.grades, one.suppression,
                    ),
                )
            ]
            for one in snapshot.method
        ],
    )  # fmt: skip


_TABLES: Mapping[TableKind, Callable[[Snapshot], Table]] = {
    TableKind.TARGETS: _targets,
    TableKind.FIGURES: _figures,
    TableKind.COURSE: _course,
    TableKind.EVENTS: _events,
    TableKind.POPUPS: _popups,
    TableKind.MONEY: _money,
    TableKind.AID: _aid,
    TableKind.CONTEXT: _beside,
    TableKind.CHANGES: _changes,
    TableKind.METHOD: _method,
}
