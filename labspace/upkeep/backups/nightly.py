"""A backup every night, and which of them are kept."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy.orm import Session

from config import Settings
from labspace.notices.jobs import every_minute
from labspace.upkeep.backups.archive import BackupRefused
from labspace.upkeep.backups.making import make_backup
from labspace.upkeep.examining.findings import Finding, good, trouble, warning
from labspace.upkeep.locks import alone

log = logging.getLogger(__name__)

FOLDER = "backups"
NAME = re.compile(r"labspace-(\d{4}-\d{2}-\d{2})\.labspace")
NIGHT = ZoneInfo("Europe/Berlin")
FROM_HOUR, UNTIL_HOUR = 1, 6
"""When it is made, by the clock of the house; a machine that slept through makes none in the day."""
LATE = timedelta(days=2)


def kept_days(days: Iterable[date], *, daily: int, weekly: int, monthly: int) -> set[date]:
    """Of the days with a backup, those to keep: the newest `daily`, and the newest of so many weeks and months.

    A week (Monday first) or month without any does not count: after a long pause nothing vanishes
    that stands for a time of its own.
    """
    newest = sorted(set(days), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    months: dict[tuple[int, int], date] = {}
    for day in newest:
        weeks.setdefault(day.isocalendar()[:2], day)
        months.setdefault((day.year, day.month), day)
    return {*newest[:daily], *list(weeks.values())[:weekly], *list(months.values())[:monthly]}


@every_minute
def nightly_backup(session: Session, now: datetime) -> None:
    """Make tonight's backup where it is wanted and not there, then let go of those the rule does not keep."""
    settings: Settings = current_app.extensions["labspace.settings"]
    here = now.astimezone(NIGHT)
    if not any(settings.kept_backups()) or not FROM_HOUR <= here.hour < UNTIL_HOUR:
        return
    folder = settings.data_dir / FOLDER
    target = folder / f"labspace-{here.date().isoformat()}.labspace"
    if target.exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = session.get_bind().engine
    session.rollback()
    with alone(folder / ".making") as may:
        if not may or target.exists():
            return
        try:
            make_backup(target, engine=engine, settings=settings, now=now)
        except BackupRefused as problem:
            # By its kind only: the text names paths.
            log.error("the nightly backup was not made: %s", type(problem.__cause__ or problem).__name__)
            return
        daily, weekly, monthly = settings.kept_backups()
        keep = kept_days(made(folder), daily=daily, weekly=weekly, monthly=monthly)
        for day, path in made(folder).items():
            if day not in keep:
                path.unlink(missing_ok=True)


def made(folder: Path) -> dict[date, Path]:
    """The nightly backups in a folder by day; other files there are somebody else's."""
    found = {path: NAME.fullmatch(path.name) for path in folder.glob("*.labspace")}
    return {date.fromisoformat(match[1]): path for path, match in sorted(found.items()) if match}


def backup_findings(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Whether last night's backup is there."""
    if not any(settings.kept_backups()):
        yield warning(
            "backup",
            "No nightly backup is made.",
            do="Set LABSPACE_BACKUPS=7,4,12, or let another program call labspace backup.",
        )
        return
    days = made(settings.data_dir / FOLDER)
    if not days:
        yield warning(
            "backup", "There is no backup yet.", do="See that a worker runs at night, or run labspace backup."
        )
        return
    newest = max(days)
    if now.astimezone(NIGHT).date() - newest >= LATE:
        yield trouble(
            "backup",
            f"The last nightly backup is of {newest}.",
            do="Look for “nightly backup” in the log; often the disk is full.",
        )
    else:
        yield good("backup", f"{len(days)} nightly backup(s), the last of {newest}.")
