"""The report as a printed document: PDF/UA-1, set by typst from the snapshot's values."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from labspace.charts.figure import Chart
from labspace.documents.typesetting import Document
from labspace.formats import days_text, not_stated_text
from labspace.reports.heads import front_facts, lead_figures, title_of
from labspace.reports.kinds import TableKind
from labspace.reports.outputs.svg import svg_of
from labspace.reports.pictures import charts_of
from labspace.reports.shown_values import amount
from labspace.reports.snapshot import Snapshot, TargetRow
from labspace.reports.tables.cells import Cell, Column, Table
from labspace.reports.tables.making import table_of
from labspace.words import gettext as _

WIDE = frozenset(
    {"name", "title", "reason", "beneficiary", "what", "before", "after", "definition", "outcome", "period"}
)
"""Columns that take what the others leave."""
EVIDENCE = (
    TableKind.EVENTS,
    TableKind.POPUPS,
    TableKind.MONEY,
    TableKind.AID,
    TableKind.CONTEXT,
    TableKind.CHANGES,
)
"""Tables of many columns, on pages across."""


def document_of(snapshot: Snapshot, *, digest: str = "") -> Document:
    """The document in the reader's language, which is to be the report's; `digest` is empty of a draft."""
    draft = "" if digest else _("Entwurf – nicht abgeschlossen")
    demo = _("Demonstration – frei erfunden") if snapshot.is_demo else ""
    return Document(
        template="reports/report.typ",
        title=title_of(snapshot),
        language=snapshot.language,
        made_at=snapshot.made_at,
        values={
            "kicker": _("Bericht zur Belebung der Innenstadt, %(period)s", period=days_text(snapshot.first, snapshot.last)),
            "house": ", ".join(house.name for house in snapshot.houses),
            "demo": " · ".join(part for part in (draft, demo) if part),
            "footer": _("Prüfsumme %(digest)s", digest=digest) if digest else draft,
            "lead": [
                [one.label, amount(one.value, one.unit)] for one in lead_figures(snapshot)
            ],
            "lead_heading": _("Auf einen Blick"),
            "facts": [
                [name, _in_eights(words) if words in {digest, snapshot.corrects} else words]
                for name, words in front_facts(snapshot, digest=digest)
            ],
            "bars_heading": _("Ziele"),
            "bars": [_bar(snapshot, one) for one in snapshot.targets],
            "charts_heading": _("Verlauf und Vergleich"),
            "charts": [_picture(one) for one in charts_of(snapshot)],
            "narrative": [[one.heading, one.text or not_stated_text()] for one in snapshot.narrative],
            "targets": _printed(table_of(snapshot, TableKind.TARGETS)),
            "tables": _all_printed(snapshot, (TableKind.COURSE, TableKind.FIGURES)),
            "evidence": _all_printed(snapshot, EVIDENCE),
            "method_heading": _("Anhang: So wird gerechnet"),
            "rules": list(snapshot.rules),
            "method": [
                [
                    f"{one.indicator} {one.label}",
                    one.formula,
                    one.definition,
                    " · ".join(part for part in (one.adding, one.internal, one.grades, one.suppression) if part),
                ]
                for one in snapshot.method
            ],
        },
    )  # fmt: skip


def _in_eights(digest: str) -> str:
    """A digest in groups: a line of paper is too short for it, and an eye finds its way."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _bar(snapshot: Snapshot, one: TargetRow) -> list[Any]:
    """A target as name, words, and how much of a bar is filled in tenths of a percent; -1: nothing is stated."""
    names = {house.slug: house.name for house in snapshot.houses}
    filled = -1
    if one.actual is not None and one.target and not one.at_most:
        filled = int(min(one.actual / one.target, Fraction(1)) * 1000)
    words = _(
        "%(actual)s von %(target)s", actual=amount(one.actual, one.unit), target=amount(one.target, one.unit)
    )
    return [f"{one.label}, {names.get(one.house, one.house)}", words, filled]


def _picture(chart: Chart) -> dict[str, str]:
    """A chart with the words that stand beside it, and those for who does not see it."""
    return {
        "title": chart.caption.title,
        "summary": chart.summary,
        "svg": svg_of(chart),
        "alt": f"{chart.caption.subject}. {chart.summary}",
        "source": chart.caption.source,
    }


def _all_printed(snapshot: Snapshot, kinds: Sequence[TableKind]) -> list[dict[str, Any]]:
    return [_printed(table) for kind in kinds if (table := table_of(snapshot, kind)).rows]


def _printed(table: Table) -> dict[str, Any]:
    return {
        "heading": table.title,
        "groups": [
            {
                "heading": name,
                "heads": [column.label for column in columns],
                "wide": [column.key in WIDE for column in columns],
                "right": [at for at, column in enumerate(columns) if column.is_number],
                "rows": [[cell.text for cell in row] for row in rows],
            }
            for name, columns, rows in _without_empty(table)
        ],
    }


def _without_empty(table: Table) -> list[tuple[str, list[Column], list[list[Cell]]]]:
    """The groups without columns in which nothing is said: paper is narrow, and every column is to earn its place."""
    found = []
    for name, columns, rows in table.groups():
        kept = [at for at in range(len(columns)) if any(row[at].text for row in rows)]
        found.append((name, [columns[at] for at in kept], [[row[at] for at in kept] for row in rows]))
    return found
