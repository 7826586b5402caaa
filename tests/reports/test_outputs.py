"""Every output of a report says what the one door of figures says, to the last digit it can carry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import openpyxl
import pikepdf
import pytest
from sqlalchemy.orm import Session

from labspace.documents.typesetting import pdf_of
from labspace.formats import decimal_of
from labspace.occupancy.days import Days
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.parts import Part
from labspace.reports.canonical import canonical, digest_of, read
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.kinds import TableKind
from labspace.reports.models import Report
from labspace.reports.outputs.printed import document_of
from labspace.reports.outputs.sheets import excel_sheet, machine_sheet
from labspace.reports.outputs.workbook import workbook_of
from labspace.reports.queries import find_version
from labspace.reports.snapshot import Figure, Snapshot
from labspace.reports.tables.making import table_of, tables_of
from tests.reports.conftest import FIRST, LAST


@pytest.fixture
def snapshot(session: Session, told: Report, december: datetime) -> Snapshot:
    """The worked example's November, counted when it is over."""
    version = find_version(session, told.id, 1)
    assert version is not None
    return snapshot_of(session, version, now=december)


def figure(snapshot: Snapshot, indicator: str, house: str = "herne", part: str = "") -> Figure:
    (one,) = [one for one in snapshot.figures if one.key == (indicator, part, house, "")]
    return one


def test_the_worked_example_stands_in_the_report(snapshot: Snapshot) -> None:
    shown = {
        row[1].text: row[4].text
        for row in table_of(snapshot, TableKind.FIGURES).rows[::-1]
        if row[0].text == "Stadtlabor Herne" and not row[3].text and not row[8].text
    }
    assert (shown["K01"], shown["K02"], shown["K03"], shown["K10"]) == ("27,0 h", "14,0 h", "8,0 h", "8,0 h")
    assert (shown["K04"], shown["K05"], shown["K11"], shown["K12"]) == ("51,9 %", "29,6 %", "66,7 %", "3,0 h")
    assert (shown["K15"], shown["K22"]) == ("164,0 h", "33,3 %")


def test_every_figure_is_the_one_all_readers_get(
    session: Session, told: Report, snapshot: Snapshot, december: datetime
) -> None:
    for house in told.houses:
        choice = FigureChoice(houses=(house,), period=Days(FIRST, LAST))
        found = figures_of(session, choice, now=december)
        for indicator, part, unit, value in found.all():
            if indicator.value == "K07":
                continue
            told_one = figure(snapshot, indicator.value, house.slug, "" if part is Part.MAIN else part.value)
            assert (told_one.value, told_one.unit) == (value.value, unit.value), (indicator, part)


def test_a_house_without_hours_is_not_stated_and_never_a_percentage(snapshot: Snapshot) -> None:
    shown = {
        one.key: row[4].text
        for one, row in zip(snapshot.figures, table_of(snapshot, TableKind.FIGURES).rows, strict=True)
    }
    for rate in ("K04", "K05", "K11", "K22"):
        assert shown[rate, "", "witten", ""] == "k. A."
    assert shown["K01", "", "witten", ""] == "0,0 h"


def test_the_snapshot_is_read_back_as_it_was_written(snapshot: Snapshot) -> None:
    text = canonical(snapshot)
    assert canonical(read(Snapshot, text)) == text
    assert json.loads(text)["schema"] == "labspace-report/1"
    assert digest_of(text) == digest_of(canonical(read(Snapshot, text)))


def test_the_workbook_holds_the_same_numbers_as_numbers(snapshot: Snapshot) -> None:
    body = workbook_of(snapshot, digest="ab" * 32)
    assert body == workbook_of(snapshot, digest="ab" * 32)
    book = openpyxl.load_workbook(io.BytesIO(body))
    for table in tables_of(snapshot):
        if not table.rows:
            assert table.title not in book.sheetnames
            continue
        rows = list(book[table.title].iter_rows(values_only=True))
        assert list(rows[0]) == [column.label for column in table.columns]
        for written, row in zip(rows[1:], table.rows, strict=True):
            for value, cell in zip(written, row, strict=True):
                if cell.number is not None:
                    assert value == pytest.approx(float(cell.number), rel=1e-15)  # a sheet holds 16 digits
                elif cell.day is not None:
                    assert value == datetime(cell.day.year, cell.day.month, cell.day.day)  # noqa: DTZ001 - a sheet knows no zones
                else:
                    assert (value or "") == cell.text


def test_both_csv_forms_hold_the_same_numbers(snapshot: Snapshot) -> None:
    table = table_of(snapshot, TableKind.FIGURES)
    machine = list(csv.DictReader(io.StringIO(machine_sheet(snapshot, table))))
    excel_text = excel_sheet(snapshot, table)
    assert excel_text.startswith("\ufeff")
    excel = list(csv.reader(io.StringIO(excel_text), delimiter=";"))
    begin = next(number for number, row in enumerate(excel) if row and row[0] == "Standort") + 1
    assert len(machine) == len(excel) - begin == len(snapshot.figures)
    for one, exact, shown in zip(snapshot.figures, machine, excel[begin:], strict=True):
        assert (exact["indicator"], shown[1]) == (one.indicator, one.indicator)
        if one.value is None:
            assert (exact["value"], shown[4]) == ("", "k. A.")
            continue
        assert abs(Fraction(exact["value"]) - one.value) <= Fraction(1, 2 * 10**6)
        scale, digits = (
            (100, 1) if one.unit == "%" else (1, table.rows[snapshot.figures.index(one)][4].digits)
        )
        assert shown[4].removesuffix(" %").replace(",", ".") == str(
            decimal_of(one.value * scale, digits=digits)
        )
        if one.denominator is not None:
            assert abs(Fraction(exact["numerator"]) / Fraction(exact["denominator"]) - one.value) < Fraction(
                1, 10**5
            )


def test_the_pdf_is_tagged_and_shows_every_cell(snapshot: Snapshot) -> None:
    document = document_of(snapshot, digest=digest_of(canonical(snapshot)))
    pdf = pikepdf.open(io.BytesIO(pdf_of(document)))
    assert str(pdf.Root.Lang) == "de"
    assert bool(pdf.Root.MarkInfo.Marked)
    with pdf.open_metadata() as said:
        assert said["pdfuaid:part"] == "1"
        assert said["dc:title"] == "Innenstadt-Belebung 2026: Herne, Witten"
    found = list(tags(pdf.Root.StructTreeRoot.K))
    groups = [
        group
        for part in (document.values["tables"], document.values["evidence"], [document.values["targets"]])
        for table in part
        for group in table["groups"]
    ]
    assert found.count("/Table") == len(groups)
    assert found.count("/THead") == len(groups)
    assert found.count("/TR") == sum(len(group["rows"]) + 1 for group in groups)
    printed = {text for group in groups for row in group["rows"] for text in row}
    for kind in (TableKind.FIGURES, TableKind.EVENTS):
        table = table_of(snapshot, kind)
        shown = [row[1:] if table.by_first else row for row in table.shown()[1]]
        assert {cell.text for row in shown for cell in row if cell.text} <= printed
    assert len(document.values["method"]) == 26  # and set-up hours


def tags(node: Any) -> Iterator[str]:
    """The kinds of all structure elements, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from tags(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node and node.get("/Type") != "/Action":
            yield str(node.S)
        if "/K" in node:
            yield from tags(node.K)


def test_events_are_evidence_without_naming_who_held_a_closed_one(snapshot: Snapshot) -> None:
    (one,) = snapshot.events
    assert (one.house, one.title, one.is_public, one.first) == ("herne", "", False, date(2026, 11, 23))
    assert figure(snapshot, "K21").value == len(snapshot.events)
    assert "Alice" not in canonical(snapshot)
    assert "Nora" not in canonical(snapshot)


def test_every_indicator_has_its_formula_in_the_annex(snapshot: Snapshot) -> None:
    assert [one.indicator for one in snapshot.method] == [
        *(f"K{number:02d}" for number in range(1, 26)),
        "R6",
    ]
    assert all(one.formula and one.definition for one in snapshot.method)


@pytest.mark.parametrize("text", ["=1+1", "+49 234", "-", "@SUM(A1)", "\tTab"])
def test_no_title_becomes_a_formula(snapshot: Snapshot, text: str) -> None:
    nasty = replace(snapshot, events=[replace(snapshot.events[0], title=text, is_public=True)])
    table = table_of(nasty, TableKind.EVENTS)
    for written in (excel_sheet(nasty, table), machine_sheet(nasty, table)):
        assert f"'{text}" in written
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_of(nasty)))["Veranstaltungen"]
    assert (sheet["C2"].value, sheet["C2"].data_type) == (text, "s")


def test_setting_up_stands_beside_the_figures_and_is_in_none_of_them(snapshot: Snapshot) -> None:
    shown = {
        (row[0].text, row[1].text): row[4].text
        for row in table_of(snapshot, TableKind.FIGURES).rows
        if row[2].text.startswith("Rüststunden")
    }
    assert shown["Stadtlabor Herne", "R6"] == "2,0 h"
    assert shown["Stadtlabor Witten", "R6"] == "0,0 h"
    assert len(shown) == 3  # and all together
    (method,) = [one for one in snapshot.method if one.indicator == "R6"]
    assert method.label == "Rüststunden"
    assert "weder gebucht noch genutzt noch belebt" in method.definition
    assert method.formula.startswith("Σ Flächen: Vereinigung von Auf- und Abbau")


def test_visitor_hours_that_were_not_measured_are_marked_as_estimated(snapshot: Snapshot) -> None:
    assert figure(snapshot, "K15").label == "Besuchsstunden (geschätzt)"
    assert figure(snapshot, "K15", "witten").label == "Besuchsstunden"
    assert figure(snapshot, "K14").label == "Besuche"


def test_first_uses_of_a_first_year_are_marked_as_censored(snapshot: Snapshot) -> None:
    assert figure(snapshot, "K17").label.endswith("(linkszensiert)")
    assert any("In den ersten zwölf Monaten" in rule for rule in snapshot.rules)
