"""Pure: every table of a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from labspace.reports.kinds import TableKind
from labspace.reports.snapshot import Snapshot
from labspace.reports.tables import annex, evidence, numbers
from labspace.reports.tables.cells import Table


def tables_of(snapshot: Snapshot) -> list[Table]:
    """Every table of the report in its order; those without a row too. Words in the reader's language."""
    return [make(snapshot) for make in _TABLES.values()]


def table_of(snapshot: Snapshot, kind: TableKind) -> Table:
    """One of them."""
    return _TABLES[kind](snapshot)


_TABLES: Mapping[TableKind, Callable[[Snapshot], Table]] = {
    TableKind.TARGETS: numbers.targets,
    TableKind.FIGURES: numbers.figures,
    TableKind.COURSE: numbers.course,
    TableKind.EVENTS: evidence.events,
    TableKind.POPUPS: evidence.popups,
    TableKind.MONEY: evidence.money,
    TableKind.AID: evidence.aid,
    TableKind.CONTEXT: annex.beside,
    TableKind.CHANGES: annex.changes,
    TableKind.METHOD: annex.method,
}
