"""Pure: targets, figures and their course as tables."""

from __future__ import annotations

from labspace.formats import not_stated_text
from labspace.occupancy.kinds import Indicator
from labspace.reports.kinds import TableKind
from labspace.reports.shown_values import amount, stretch_text
from labspace.reports.snapshot import Figure, Snapshot, TargetRow
from labspace.reports.tables.cells import (
    Cell,
    Column,
    Table,
    day_cell,
    difference_cell,
    exact_cell,
    house_cell,
    house_column,
    share_cell,
    text_cell,
    value_cell,
)
from labspace.words import gettext as _


def targets(snapshot: Snapshot) -> Table:
    """What the houses wanted to reach, and did."""
    return Table(
        kind=TableKind.TARGETS,
        by_first=True,
        columns=[
            house_column(),
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
        house_cell(snapshot, one.house),
        text_cell(one.indicator if one.indicator.startswith("K") else ""),
        text_cell(one.label),
        value_cell(one.target, one.unit, text=at_most if one.at_most else ""),
        value_cell(one.actual, one.unit),
        difference_cell(one.deviation, one.unit),
        text_cell(
            not_stated_text() if one.is_met is None else _("erreicht") if one.is_met else _("nicht erreicht")
        ),
        text_cell(one.reason),
        text_cell(one.unit),
        text_cell(one.purpose),
    ]


def figures(snapshot: Snapshot) -> Table:
    """Every indicator of every house."""
    return Table(
        kind=TableKind.FIGURES,
        by_first=True,
        columns=[
            house_column(),
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
        house_cell(snapshot, one.house),
        text_cell(one.indicator),
        text_cell(one.label),
        text_cell(one.kind_label),
        value_cell(one.value, one.unit),
        share_cell(one.coverage),
        share_cell(one.unsure),
        text_cell(one.unit),
        text_cell(one.part),
        exact_cell(one.numerator),
        exact_cell(one.denominator),
    ]


def course(snapshot: Snapshot) -> Table:
    """How the period went, stretch by stretch."""
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
                text_cell(stretch_text(one)),
                day_cell(one.first),
                day_cell(one.last),
                value_cell(one.activated, "h"),
                value_cell(one.publicly, "h"),
                value_cell(one.booking_rate, "%"),
                value_cell(one.frequency_rate, "%"),
                *map(exact_cell, (one.opened, one.bookable, one.booked, one.used)),
            ]
            for one in snapshot.course
        ],
    )
