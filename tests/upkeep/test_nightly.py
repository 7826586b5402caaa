"""A backup every night, and of the old ones those of days, weeks and months."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from config import SettingRefused, Settings
from labspace.upkeep.backups.nightly import kept_days, made, nightly_backup
from labspace.upkeep.backups.restoring import check_backup
from tests.scene import Scene

NIGHT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
"""02:30 in the house."""
YEARS = [date(2026, 11, 24) - timedelta(days=number) for number in range(800)]


def test_of_two_years_of_nights_seven_days_four_weeks_and_twelve_months_are_kept() -> None:
    kept = sorted(kept_days(YEARS, daily=7, weekly=4, monthly=12), reverse=True)
    assert kept[:7] == YEARS[:7]
    assert date(2026, 11, 15) in kept  # the Sunday before last
    assert [day for day in kept if (day.year, day.month) == (2026, 3)] == [date(2026, 3, 31)]
    assert min(kept) == date(2025, 12, 31)
    assert len(kept) <= 7 + 4 + 12


def days_of(bits: bytes) -> set[date]:
    """The days whose bits are set: drawing them one by one takes a loaded machine longer than looking at them."""
    return {day for number, day in enumerate(YEARS[: 8 * len(bits)]) if bits[number // 8] >> number % 8 & 1}


@given(
    days=st.binary(max_size=len(YEARS) // 8).map(days_of),
    daily=st.integers(0, 10),
    weekly=st.integers(0, 6),
    monthly=st.integers(0, 14),
)
def test_keeps_no_more_than_asked_and_never_lets_go_of_the_newest(
    days: set[date], daily: int, weekly: int, monthly: int
) -> None:
    kept = kept_days(days, daily=daily, weekly=weekly, monthly=monthly)
    assert kept <= days
    assert len(kept) <= daily + weekly + monthly
    if days and daily + weekly + monthly:
        assert max(days) in kept
    if daily:
        assert set(sorted(days)[-daily:]) <= kept


def test_keeping_night_by_night_comes_to_the_same_as_keeping_once() -> None:
    """What was let go of in one night is never what the rule would want in a later one."""
    kept: set[date] = set()
    for day in reversed(YEARS):
        kept = kept_days(kept | {day}, daily=7, weekly=4, monthly=12)
    assert kept == kept_days(YEARS, daily=7, weekly=4, monthly=12)


def test_tonights_backup_is_made_once_and_old_ones_go(
    app: Flask, scene: Scene, session: Session, settings: Settings
) -> None:
    folder = settings.data_dir / "backups"
    folder.mkdir()
    for day in YEARS[1:60]:
        (folder / f"labspace-{day}.labspace").touch()
    (folder / "mine.labspace").touch()
    nightly_backup(session, NIGHT)
    found = made(folder)
    assert max(found) == date(2026, 11, 24)
    assert set(found) == kept_days(YEARS[:60], daily=7, weekly=4, monthly=12)
    assert (folder / "mine.labspace").exists()
    written = found[date(2026, 11, 24)]
    check_backup(written, settings=settings)
    before = written.stat().st_mtime_ns
    nightly_backup(session, NIGHT + timedelta(minutes=1))
    assert written.stat().st_mtime_ns == before


@pytest.mark.parametrize("hours", [-3, 6, 12])
def test_none_is_made_in_the_day(app: Flask, session: Session, settings: Settings, hours: int) -> None:
    nightly_backup(session, NIGHT + timedelta(hours=hours))
    assert not (settings.data_dir / "backups").exists()


def test_none_is_made_where_none_is_wanted(app: Flask, session: Session, settings: Settings) -> None:
    app.extensions["labspace.settings"] = replace(settings, backups="no")
    nightly_backup(session, NIGHT)
    assert not (settings.data_dir / "backups").exists()


@pytest.mark.parametrize("text", ["", "7", "7,4", "7,4,x", "-1,2,3", "7,4,12,1"])
def test_another_rule_is_refused(text: str) -> None:
    with pytest.raises(SettingRefused, match="LABSPACE_BACKUPS"):
        Settings(backups=text)
