"""The charts of a report: drawn from its snapshot, with a sentence, and with words for who does not see them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise

import pikepdf
import pytest
from sqlalchemy.orm import Session

from labspace.documents.typesetting import pdf_of
from labspace.occupancy.days import Days
from labspace.reports.differences import changes_between
from labspace.reports.gathering.course import course_of, step_for
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.kinds import TableKind
from labspace.reports.models import Report
from labspace.reports.outputs.printed import document_of
from labspace.reports.outputs.svg import svg_of
from labspace.reports.pictures import charts_of
from labspace.reports.queries import find_version
from labspace.reports.snapshot import Snapshot
from labspace.reports.tables.making import table_of

YEAR = Days(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def snapshot(session: Session, told: Report, december: datetime) -> Snapshot:
    """The worked example's year, counted when it is over."""
    told.first_on, told.last_on = YEAR.first, YEAR.last
    session.commit()
    version = find_version(session, told.id, 1)
    assert version is not None
    return snapshot_of(session, version, now=december)


def test_the_stretches_add_up_to_the_figures_of_the_period(snapshot: Snapshot) -> None:
    whole = {one.indicator: one.value for one in snapshot.figures if one.key == (one.indicator, "", "", "")}
    course = snapshot.course
    assert [one.first.month for one in course] == [*range(1, snapshot.counted_until.month + 1)]
    assert sum(one.activated for one in course) == whole["K10"] == 8
    assert sum(one.booked for one in course) == whole["K02"] == 14
    assert sum(one.used for one in course) == whole["K03"] == 8
    assert sum(one.bookable for one in course) == whole["K01"]
    november = course[10]
    assert [november.activated, november.booked, november.used] == [8, 14, 8]


@pytest.mark.parametrize(
    ("days", "months", "number"),
    [
        pytest.param(Days(date(2026, 11, 23), date(2027, 1, 5)), 1, 3, id="cut months"),
        pytest.param(Days(date(2025, 1, 1), date(2026, 12, 31)), 1, 24, id="two years"),
        pytest.param(Days(date(2024, 12, 31), date(2026, 12, 31)), 3, 9, id="a day more"),
        pytest.param(Days(date(2017, 5, 1), date(2026, 12, 31)), 12, 10, id="ten years"),
    ],
)
def test_long_periods_are_told_by_quarters_and_years(
    session: Session, told: Report, december: datetime, days: Days, months: int, number: int
) -> None:
    found = course_of(session, list(told.houses), days, now=december)
    assert (step_for(days), len(found)) == (months, number)
    assert (found[0].first, found[-1].last) == (days.first, days.last)
    assert all(one.last < after.first for one, after in pairwise(found))
    assert sum(one.activated for one in found) == 8


def test_every_chart_has_its_sentence_and_the_numbers_of_the_tables(snapshot: Snapshot) -> None:
    charts = {one.caption.html_id: one for one in charts_of(snapshot)}
    assert list(charts) == ["verlauf-aktiviert", "verlauf-auslastung", "haeuser"]
    activated = charts["verlauf-aktiviert"]
    rows = {row[0].text: row[3].text for row in table_of(snapshot, TableKind.COURSE).rows}
    assert {row[0]: row[1] for row in activated.table.rows} == rows
    assert rows["November 2026"] == "8,0 h"
    assert activated.table.total[1] == "8,0 h"
    assert "am höchsten war er mit 8,0 h (November 2026)" in activated.summary
    assert charts["haeuser"].table.rows[1][1] == "k. A."
    assert all(one.summary and one.caption.source.startswith("K") for one in charts.values())


def test_the_page_shows_them_with_their_tables(cast, visit, session, report) -> None:
    report.first_on = date(2026, 10, 1)
    session.commit()
    page = visit(cast.nora).get(f"/berichte/{report.id}")
    assert "Wie sich die aktivierten Stunden entwickelt haben" in page.words()
    assert page.text.count('role="img"') >= 2
    assert "Als Tabelle" in page.words()


def test_the_pdf_names_each_picture_for_who_does_not_see_it(snapshot: Snapshot) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(document_of(snapshot)))) as pdf:
        told = [
            str(one["/Alt"])
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure" and "/Alt" in one
        ]
    for chart in charts_of(snapshot):
        assert f"{chart.caption.subject}. {chart.summary}" in told


def test_names_in_a_picture_are_words_and_never_markup(snapshot: Snapshot) -> None:
    odd = replace(snapshot, houses=[replace(one, name="<b>Läden & Co</b>") for one in snapshot.houses])
    (houses,) = [one for one in charts_of(odd) if one.caption.html_id == "haeuser"]
    assert "&lt;b&gt;Läden &amp; Co&lt;/b&gt;" in svg_of(houses)
    assert pdf_of(document_of(odd)).startswith(b"%PDF-")


def test_a_month_that_came_out_otherwise_is_told_and_old_versions_without_months_tell_none(
    snapshot: Snapshot,
) -> None:
    more = [
        replace(one, activated=one.activated + Fraction(1, 2)) if one.first.month == 11 else one
        for one in snapshot.course
    ]
    (change,) = changes_between(snapshot, replace(snapshot, course=more)).changes
    assert (change.part, change.what) == ("Verlauf im Zeitraum", "November 2026")
    assert "8,0 h" in change.before
    assert "8,5 h" in change.after
    assert not changes_between(replace(snapshot, course=()), snapshot).changes
