"""Pure: what stands beside the figures, what changed, and how all of it is counted."""

from __future__ import annotations

from labspace.reports.kinds import TableKind
from labspace.reports.snapshot import Snapshot
from labspace.reports.tables.cells import (
    Column,
    Table,
    house_cell,
    house_column,
    text_cell,
    value_cell,
)
from labspace.words import gettext as _


def beside(snapshot: Snapshot) -> Table:
    """Context series; never mixed into a figure."""
    return Table(
        kind=TableKind.CONTEXT,
        columns=[
            house_column(),
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
                house_cell(snapshot, one.house),
                *map(text_cell, (one.series, one.name, one.what)),
                value_cell(one.number, one.unit, text=one.value) if one.unit else text_cell(one.value),
                *map(text_cell, (one.source, one.definition, one.licence)),
            ]
            for one in snapshot.beside
        ],
    )


def changes(snapshot: Snapshot) -> Table:
    """What a later version says otherwise."""
    return Table(
        kind=TableKind.CHANGES,
        columns=[
            Column(key="part", label=_("Teil"), width=20),
            Column(key="what", label=_("Was"), width=48),
            Column(key="before", label=_("vorher"), width=40),
            Column(key="after", label=_("jetzt"), width=40),
        ],
        rows=[[*map(text_cell, (one.part, one.what, one.before, one.after))] for one in snapshot.changes],
    )


def method(snapshot: Snapshot) -> Table:
    """How every indicator is counted."""
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
                    text_cell,
                    (
                        one.indicator, one.label, one.formula, one.definition, one.adding, one.internal,
                        one.grades, one.suppression,
                    ),
                )
            ]
            for one in snapshot.method
        ],
    )  # fmt: skip
