"""The figures of a month in words and rows, ready for the page to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from labspace.formats import exact_text, hour_count_text, month_text, not_stated_text, percent_text
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.overview import Group, MonthFigures, Overview
from labspace.occupancy.rates import Figures
from labspace.occupancy.sheets import HIDDEN


@dataclass(frozen=True, kw_only=True)
class Lead:
    """One of the three figures of the first line."""

    number: str
    unit: str
    trend: str
    indicator: Indicator


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """One line of a table: its heading, and its cells in the order of the table's columns."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FigureTable:
    """The figures of one house, or of all together."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    totals: tuple[FigureRow, ...]
    has_hidden: bool
    has_set_up: bool
    """Its last column is beside the figures (R6)."""


@dataclass(frozen=True, kw_only=True)
class FiguresPage:
    """All that the page of a month shows."""

    month: str
    sentence: str
    leads: tuple[Lead, ...]
    bars: tuple[tuple[str, float, str, None], ...]
    bars_title: str
    tables: tuple[FigureTable, ...]
    preview: tuple[FigureTable, ...]
    unresolved: str
    unrecorded: str


def page_of(figures: MonthFigures) -> FiguresPage:
    """The page of a month; without actual figures it has only a preview."""
    month, actual = month_text(figures.month.first), figures.actual
    return FiguresPage(
        month=month,
        sentence=_sentence(actual, month=month, is_running=figures.preview is not None) if actual else "",
        leads=tuple(_leads(actual.together)) if actual else (),
        bars=tuple(_bars(actual)) if actual else (),
        bars_title=_finding(actual) if actual else "",
        tables=tuple(_tables(actual)) if actual else (),
        preview=tuple(_tables(figures.preview, is_preview=True)) if figures.preview else (),
        unresolved=ngettext(
            "%(num)d vergangene Buchung ist noch ungeklärt: Sie zählt als gebucht, nicht als genutzt.",
            "%(num)d vergangene Buchungen sind noch ungeklärt: Sie zählen als gebucht, nicht als genutzt.",
            figures.unresolved,
        )
        if figures.unresolved
        else "",
        unrecorded=ngettext(
            "Für %(num)d Pop-up-Mietzeit sind keine Ladenöffnungszeiten festgehalten: Sie zählt nicht als genutzt.",
            "Für %(num)d Pop-up-Mietzeiten sind keine Ladenöffnungszeiten festgehalten: Sie zählen nicht als genutzt.",
            figures.unrecorded,
        )
        if figures.unrecorded
        else "",
    )


def _sentence(actual: Overview, *, month: str, is_running: bool) -> str:
    group = actual.together
    numbers = {
        "month": month,
        "activated": hour_count_text(group.total.activated),
        "opened": hour_count_text(group.opened),
        "publicly": hour_count_text(group.total.activated_publicly),
    }
    if len(actual.houses) == 1:
        numbers["house"] = actual.houses[0].name
        if is_running:
            return _("%(house)s war im %(month)s bisher %(activated)s von %(opened)s Öffnungsstunden belebt, davon %(publicly)s publikumswirksam.", **numbers)  # fmt: skip
        return _("%(house)s war im %(month)s %(activated)s von %(opened)s Öffnungsstunden belebt, davon %(publicly)s publikumswirksam.", **numbers)  # fmt: skip
    numbers["count"] = str(len(actual.houses))
    if is_running:
        return _("Die %(count)s Häuser waren im %(month)s bisher zusammen %(activated)s von %(opened)s Öffnungsstunden belebt, davon %(publicly)s publikumswirksam.", **numbers)  # fmt: skip
    return _("Die %(count)s Häuser waren im %(month)s zusammen %(activated)s von %(opened)s Öffnungsstunden belebt, davon %(publicly)s publikumswirksam.", **numbers)  # fmt: skip


def _leads(group: Group) -> Iterator[Lead]:
    total = group.total
    yield Lead(
        number=hour_count_text(total.activated),
        unit=_("Stunden"),
        trend=_("davon publikumswirksam: %(hours)s Stunden", hours=hour_count_text(total.activated_publicly)),
        indicator=Indicator.ACTIVATED,
    )
    for rate, part, indicator in (
        (total.booking_rate, total.booked, Indicator.BOOKING_RATE),
        (total.frequency_rate, total.used, Indicator.FREQUENCY_RATE),
    ):
        yield Lead(
            number=not_stated_text() if rate is None else exact_text(rate * 100),
            unit="" if rate is None else "%",
            trend=_(
                "%(part)s von %(whole)s buchbaren Stunden",
                part=hour_count_text(part),
                whole=hour_count_text(total.bookable),
            ),
            indicator=indicator,
        )


def _bars(actual: Overview) -> Iterator[tuple[str, float, str, None]]:
    for house in actual.houses:
        rate = house.group.activation_rate
        yield house.name, float(rate or 0), percent_text(rate), None


def _finding(actual: Overview) -> str:
    rated = [(rate, house.name) for house in actual.houses if (rate := house.group.activation_rate)]
    if not rated:
        return _("In keinem Haus wurde eine Nutzung festgehalten")
    best, name = max(rated, key=lambda pair: pair[0])
    if len(actual.houses) == 1:
        return _(
            "%(house)s war an %(share)s der Öffnungsstunden belebt", house=name, share=percent_text(best)
        )
    return _(
        "%(house)s war mit %(share)s der Öffnungsstunden am stärksten belebt",
        house=name,
        share=percent_text(best),
    )


def _tables(overview: Overview, *, is_preview: bool = False) -> Iterator[FigureTable]:
    if len(overview.houses) > 1:
        yield _table(_("Alle gewählten Häuser"), overview.together, is_preview=is_preview)
    for house in overview.houses:
        yield _table(house.name, house.group, is_preview=is_preview)


def _table(title: str, group: Group, *, is_preview: bool) -> FigureTable:
    cells = _promised if is_preview else _happened
    rows = [(str(kind.plural), cells(one)) for kind, one in group.by_kind.items()]
    totals = [
        (_("Gesamt"), cells(group.total)),
        (_("davon intern"), _internal(group.internal, is_preview=is_preview)),
    ]
    columns = list(_columns(is_preview=is_preview))
    if group.set_up is not None:
        columns.append(_("Rüst\u00adstunden (h)"))
        of_kinds = [hour_count_text(group.set_up.get(kind, timedelta())) for kind in group.by_kind]
        together = hour_count_text(sum(group.set_up.values(), timedelta()))
        rows = [(label, (*some, hours)) for (label, some), hours in zip(rows, of_kinds, strict=True)]
        totals = [
            (label, (*some, hours)) for (label, some), hours in zip(totals, (together, "–"), strict=True)
        ]
    return FigureTable(
        title=title,
        columns=tuple(columns),
        rows=tuple(FigureRow(label=label, cells=some) for label, some in rows),
        totals=tuple(FigureRow(label=label, cells=some) for label, some in totals),
        has_hidden=group.internal is None,
        has_set_up=group.set_up is not None,
    )


def _columns(*, is_preview: bool) -> Iterator[str]:
    yield _("Anzahl")
    yield _("buchbar (h)")
    yield _("gebucht (h)")
    if is_preview:
        yield _("Buchungsauslastung")
        return
    yield _("genutzt (h)")
    yield _("Buchungsauslastung")
    yield _("Nutzungsquote")
    yield _("aktiviert (h)")
    yield _("davon publikums\u00adwirksam (h)")


def _happened(figures: Figures) -> tuple[str, ...]:
    return (
        str(figures.units),
        hour_count_text(figures.bookable),
        hour_count_text(figures.booked),
        hour_count_text(figures.used),
        percent_text(figures.booking_rate),
        percent_text(figures.frequency_rate),
        hour_count_text(figures.activated),
        hour_count_text(figures.activated_publicly),
    )


def _promised(figures: Figures) -> tuple[str, ...]:
    return (
        str(figures.units),
        hour_count_text(figures.bookable),
        hour_count_text(figures.booked),
        percent_text(figures.booking_rate),
    )


def _internal(figures: Figures | None, *, is_preview: bool) -> tuple[str, ...]:
    # Of the same units and bookable hours as the total above it, which are not said twice.
    cells = (_promised if is_preview else _happened)(figures or Figures())[2:]
    return ("–", "–", *(cells if figures else (HIDDEN for _cell in cells)))
