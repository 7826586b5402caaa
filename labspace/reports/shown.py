"""Reports as their pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import url_for
from flask_babel import force_locale

from labspace.charts.figure import Chart
from labspace.formats import day_text, days_text, moment_text
from labspace.reports.canonical import digest_of
from labspace.reports.heads import lead_figures, title_of
from labspace.reports.kinds import TableKind
from labspace.reports.models import Report, ReportPrint, ReportVersion
from labspace.reports.pictures import charts_of
from labspace.reports.shown_values import amount, difference_text
from labspace.reports.snapshot import Snapshot, TargetRow
from labspace.reports.tables.making import table_of
from labspace.words import gettext as _
from labspace.words import language_now

MOST_ROWS = 60
"""Rows of one table on the page; the files have all."""


@dataclass(frozen=True, kw_only=True)
class ListedReport:
    """A report in the list."""

    url: str
    title: str
    period: str
    houses: str
    state: str
    tone: str
    """Of its badge."""


@dataclass(frozen=True, kw_only=True)
class ShownTable:
    """A table of the report on its page."""

    id: str
    heading: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str]]
    number: int
    """Of all rows, those the page leaves out too."""
    left_out: int
    is_open: bool
    """Whether it is shown unfolded."""
    excel_url: str
    machine_url: str


@dataclass(frozen=True, kw_only=True)
class ShownReport:
    """One version on its page."""

    report: Report
    version: ReportVersion
    title: str
    period: str
    language: str
    """Of the report, where it is not the reader's; else empty."""
    state: str
    is_sound: bool
    """Whether the digest still fits what is kept; true of a draft, which has none."""
    is_latest: bool
    lead: Sequence[tuple[str, str]]
    narrative: Sequence[tuple[str, str]]
    targets: Sequence[tuple[TargetRow, str, str, str, str, int]]
    """Each with its house, target, what was reached, the difference, and how much of it in percent (-1: not stated)."""
    charts: Sequence[Chart]
    tables: Sequence[ShownTable]
    versions: Sequence[tuple[str, str, bool]]
    """What the other versions are called, their addresses, whether it is this one."""
    counted_until: str
    printed: ReportPrint | None
    rules: Sequence[str]
    is_running: bool


def heading_of(report: Report) -> str:
    """Programme and cities."""
    cities = list(dict.fromkeys(house.city for house in report.houses))
    return _("%(programme)s: %(cities)s", programme=report.programme, cities=", ".join(cities))


def listed(report: Report) -> ListedReport:
    """One report with where its latest version stands."""
    latest = report.versions[-1]
    return ListedReport(
        url=url_for("reports.show", report_id=report.id),
        title=heading_of(report),
        period=days_text(report.first_on, report.last_on),
        houses=", ".join(house.name for house in report.houses),
        state=_("Fassung %(n)d, %(state)s", n=latest.number, state=str(latest.state.label)),
        tone="success" if latest.is_final else "warning",
    )


def shown(version: ReportVersion, snapshot: Snapshot, *, printed: ReportPrint | None) -> ShownReport:
    """The page of a version, its tables and words in the report's own language."""
    report = version.report
    with force_locale(snapshot.language):
        tables = [
            one
            for kind in TableKind
            if kind is not TableKind.TARGETS
            for one in _tables(version, snapshot, kind)
        ]
        lead = [(one.label, amount(one.value, one.unit)) for one in lead_figures(snapshot)]
        names = {house.slug: house.name for house in snapshot.houses}
        targets = [_target(one, names) for one in snapshot.targets]
        charts = charts_of(snapshot)
        title = title_of(snapshot)
    return ShownReport(
        report=report,
        version=version,
        title=title,
        period=days_text(snapshot.first, snapshot.last),
        language="" if snapshot.language == language_now() else snapshot.language,
        state=_state(version),
        is_sound=not version.is_final or digest_of(version.content or "") == version.digest,
        is_latest=version.number == report.versions[-1].number,
        lead=lead,
        narrative=[(one.heading, one.text) for one in snapshot.narrative],
        targets=targets,
        charts=charts,
        tables=[table for table in tables if table.number],
        versions=[_version(one, version) for one in report.versions],
        counted_until=day_text(snapshot.counted_until),
        printed=printed,
        rules=snapshot.rules,
        is_running=snapshot.counted_until < snapshot.last,
    )  # fmt: skip


def _state(version: ReportVersion) -> str:
    if version.final_at is None:
        return _("Entwurf von Fassung %(n)d", n=version.number)
    zone = version.report.houses[0].zone
    return _(
        "Fassung %(n)d, abgeschlossen am %(at)s",
        n=version.number,
        at=moment_text(version.final_at, zone=zone),
    )


def _version(one: ReportVersion, at_hand: ReportVersion) -> tuple[str, str, bool]:
    url = url_for("reports.show", report_id=one.report_id, number=one.number)
    return _state(one), url, one.number == at_hand.number


def _target(one: TargetRow, names: Mapping[str, str]) -> tuple[TargetRow, str, str, str, str, int]:
    reached = (
        -1 if one.actual is None or not one.target else int(min(one.actual / one.target, Fraction(1)) * 100)
    )
    wanted = amount(one.target, one.unit)
    if one.at_most:
        wanted = _("höchstens %(amount)s", amount=wanted)
    name = names.get(one.house, one.house)
    return one, name, wanted, amount(one.actual, one.unit), difference_text(one.deviation, one.unit), reached


def target_hint(snapshot: Snapshot, one: TargetRow) -> tuple[str, str]:
    """What a field for a reason is called, and the numbers it is about."""
    names = {house.slug: house.name for house in snapshot.houses}
    label = _("%(indicator)s, %(house)s", indicator=one.label, house=names.get(one.house, one.house))
    wanted = amount(one.target, one.unit)
    hint = _(
        "Ziel %(target)s, erreicht %(actual)s, Abweichung %(difference)s",
        target=_("höchstens %(amount)s", amount=wanted) if one.at_most else wanted,
        actual=amount(one.actual, one.unit),
        difference=difference_text(one.deviation, one.unit),
    )
    return label, hint


def _tables(version: ReportVersion, snapshot: Snapshot, kind: TableKind) -> list[ShownTable]:
    """A table, or one for each house where its first column says the house; without columns in which nothing is said."""
    table = table_of(snapshot, kind)

    def url(form: str) -> str:
        return url_for(
            "reports.as_sheet",
            report_id=version.report_id,
            number=version.number,
            table=kind.value,
            form=form,
        )

    found = []
    for place, (name, columns, rows) in enumerate(table.groups()):
        told = [at for at in range(len(columns)) if any(row[at].text for row in rows)]
        most = len(rows) if kind is TableKind.FIGURES else MOST_ROWS
        found.append(
            ShownTable(
                id=f"{kind.value}-{place}",
                heading=_("%(table)s: %(house)s", table=table.title, house=name) if name else table.title,
                columns=[(columns[at].label, columns[at].is_number) for at in told],
                rows=[[row[at].text for at in told] for row in rows[:most]],
                number=len(rows),
                left_out=max(len(rows) - most, 0),
                is_open=kind is TableKind.CHANGES,
                excel_url=url("excel"),
                machine_url=url("maschine"),
            )
        )
    return found
