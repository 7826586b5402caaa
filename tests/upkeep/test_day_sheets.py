"""Day sheets lie in the folder every morning, for the days to come, and those of past days go."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import SettingRefused, Settings
from labspace.documents.typesetting import Document, pdf_of
from labspace.upkeep.day_sheets import nightly
from labspace.upkeep.day_sheets.nightly import day_sheet_findings, kept_sheets, nightly_day_sheets, sheet_days
from labspace.upkeep.examining.findings import Grade
from tests.factories import Cast, book, on_day
from tests.scene import TUESDAY

NIGHT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
"""02:30 of a Tuesday in the house."""


def run(session: Session, now: datetime) -> int:
    """The whole job; how many pieces it took."""
    return len(list(nightly_day_sheets(session, now)))


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the sheets say, as they are made."""
    told: list[str] = []

    def remembered(document: Document) -> bytes:
        told.append(json.dumps(document.values, ensure_ascii=False))
        return pdf_of(document)

    monkeypatch.setattr(nightly, "pdf_of", remembered)
    return told


def test_tonights_sheets_name_who_comes_and_are_made_once(
    app: Flask, session: Session, cast: Cast, settings: Settings, now: datetime, printed: list[str]
) -> None:
    booking = book(session, cast.desk, cast.alice, on_day(TUESDAY, 10, 12, house=cast.house), now=now)
    session.commit()
    folder = settings.data_dir / "day-sheets"
    assert NIGHT.date() == TUESDAY
    run(session, NIGHT)
    assert sheet_days(folder) == {TUESDAY + timedelta(days=number) for number in range(3)}
    sheet = folder / "2026-11-24" / "bochum.pdf"
    (today,) = [one for one in printed if booking.reference in one]
    for word in (
        "Tagesblatt Stadtlabor Bochum",
        "Dienstag, 24. November 2026",
        cast.alice.name,
        "10:00–12:00",
        "02:30",
    ):
        assert word in today, word
    assert [one for one in printed if cast.alice.name in one] == [today]
    assert sheet.stat().st_mode & 0o077 == 0
    assert sheet.parent.stat().st_mode & 0o077 == 0
    with pikepdf.open(sheet) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("de")
    before = sheet.stat().st_mtime_ns
    assert run(session, NIGHT + timedelta(minutes=1)) == 0
    assert sheet.stat().st_mtime_ns == before


def test_a_night_cut_short_is_made_up_for_and_past_days_go(
    app: Flask, session: Session, cast: Cast, settings: Settings
) -> None:
    folder = settings.data_dir / "day-sheets"
    for behind in (7, 8, 30):
        (folder / (NIGHT.date() - timedelta(days=behind)).isoformat()).mkdir(parents=True)
    (folder / "mine").mkdir()
    begun = nightly_day_sheets(session, NIGHT)
    next(begun)
    assert isinstance(begun, Generator)
    begun.close()
    assert NIGHT.date() not in sheet_days(folder)
    morning = NIGHT + timedelta(hours=9)
    assert run(session, morning) > 0
    assert min(sheet_days(folder)) == NIGHT.date() - timedelta(days=7)
    assert (folder / "mine").exists()
    assert run(session, morning) == 0
    assert run(session, NIGHT + timedelta(days=1)) > 0


def test_a_sheet_that_cannot_be_made_is_told_and_tried_again(
    app: Flask, session: Session, cast: Cast, settings: Settings, monkeypatch, caplog
) -> None:
    def full(*_asked: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(nightly, "_replace", full)
        run(session, NIGHT)
    assert "a day sheet was not made: OSError" in caplog.text
    run(session, NIGHT)
    assert (settings.data_dir / "day-sheets" / "2026-11-24" / "bochum.pdf").exists()


def test_doctor_says_whether_they_are_there(
    app: Flask, session: Session, cast: Cast, settings: Settings
) -> None:
    def grade(now: datetime, settings: Settings = settings) -> Grade:
        (found,) = day_sheet_findings(settings, now=now)
        return found.grade

    assert grade(NIGHT) is Grade.WARNING
    run(session, NIGHT)
    assert grade(NIGHT + timedelta(hours=20)) is Grade.GOOD
    assert grade(NIGHT + timedelta(days=2)) is Grade.TROUBLE
    assert grade(NIGHT, replace(settings, day_sheets="no")) is Grade.WARNING


@pytest.mark.parametrize("wanted", [True, False])
def test_none_are_made_before_the_night_or_where_none_are_wanted(
    app: Flask, session: Session, settings: Settings, wanted: bool
) -> None:
    app.extensions["labspace.settings"] = replace(settings, day_sheets="3,7" if wanted else "no")
    assert run(session, NIGHT - timedelta(hours=2) if wanted else NIGHT) == 0
    assert not (settings.data_dir / "day-sheets").exists()


def test_so_many_past_days_are_kept_and_all_that_come() -> None:
    today = date(2026, 11, 24)
    days = [today + timedelta(days=number) for number in range(-20, 5)]
    assert kept_sheets(days, today=today, behind=0) == set(days[20:])
    assert kept_sheets(days, today=today, behind=2) == set(days[18:])


@pytest.mark.parametrize("text", ["", "3", "0,7", "3,7,1", "-1,2", "drei,7"])
def test_another_rule_is_refused(text: str) -> None:
    with pytest.raises(SettingRefused, match="LABSPACE_DAY_SHEETS"):
        Settings(day_sheets=text)
