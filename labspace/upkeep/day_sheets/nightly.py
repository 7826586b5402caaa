"""Day sheets of every house as PDF, made each night for the days to come; those of past days go after a while."""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from config import Settings
from labspace.documents.typesetting import DocumentFailed, pdf_of
from labspace.front.day_paper import day_paper
from labspace.front.staff_day import staff_day
from labspace.languages import LANGUAGES
from labspace.locations.queries import find_location, locations
from labspace.notices.jobs import piece_by_piece
from labspace.upkeep.backups.nightly import FROM_HOUR, NIGHT
from labspace.upkeep.examining.findings import Finding, good, trouble, warning
from labspace.upkeep.locks import alone

log = logging.getLogger(__name__)

FOLDER = "day-sheets"
LAST_NIGHT = ".made"
"""Holds the day of the last night that came to its end."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def kept_sheets(days: Iterable[date], *, today: date, behind: int) -> set[date]:
    """Of the days with sheets those to keep: today, what comes, and so many days behind it."""
    return {day for day in days if day >= today - timedelta(days=behind)}


@piece_by_piece
def nightly_day_sheets(session: Session, now: datetime) -> Iterator[None]:
    """Write tonight's sheets where they are wanted and not there, house by house.

    Where the machine slept at night they are made when it is awake again.
    """
    settings: Settings = current_app.extensions["labspace.settings"]
    ahead, behind = settings.kept_day_sheets()
    here = now.astimezone(NIGHT)
    folder, today = settings.data_dir / FOLDER, here.date()
    if not ahead or here.hour < FROM_HOUR or made_on(folder) == today:
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(folder / ".making") as may:
        if not may or made_on(folder) == today:
            return
        slugs = [house.slug for house in locations(session)]
        complete = True
        for slug in slugs:
            for number in range(ahead):
                yield
                complete &= _write(session, slug, today + timedelta(days=number), folder, now=now)
        yield
        for day in sheet_days(folder) - kept_sheets(sheet_days(folder), today=today, behind=behind):
            shutil.rmtree(folder / day.isoformat(), ignore_errors=True)
        if complete:
            _replace(folder / LAST_NIGHT, today.isoformat().encode())


def _write(session: Session, slug: str, day: date, folder: Path, *, now: datetime) -> bool:
    """Whether the sheet stands there now; one that cannot be made is told and tried again."""
    settings: Settings = current_app.extensions["labspace.settings"]
    house = find_location(session, slug)
    if house is None:
        return True
    # A page of a day leads to its bookings: addresses are made as in an answer.
    with (
        current_app.test_request_context(base_url=settings.base_url),
        force_locale(LANGUAGES[0]),
    ):
        document = day_paper(house, day, staff_day(session, house, day, now=now), now=now)
    session.rollback()
    target = folder / day.isoformat() / f"{slug}.pdf"
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        _replace(target, pdf_of(document))
    except (DocumentFailed, OSError) as problem:
        log.error("a day sheet was not made: %s", type(problem).__name__)
        return False
    return True


def _replace(target: Path, content: bytes) -> None:
    """Written beside and moved, so that nobody reads half a file; nobody else may read it: it holds names."""
    beside = target.with_name(f".{target.name}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    beside.replace(target)


def made_on(folder: Path) -> date | None:
    """The day of the last night whose sheets are all there."""
    try:
        return date.fromisoformat((folder / LAST_NIGHT).read_text("ascii").strip())
    except (OSError, ValueError):
        return None


def sheet_days(folder: Path) -> set[date]:
    """The days that have a folder of sheets; other files there are somebody else's."""
    names = [path.name for path in folder.iterdir() if DAY.fullmatch(path.name)] if folder.is_dir() else []
    return {date.fromisoformat(name) for name in names}


def day_sheet_findings(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Whether today's sheets are there."""
    ahead, _behind = settings.kept_day_sheets()
    if not ahead:
        yield warning(
            "day sheets",
            "No day sheets are laid down for days without network.",
            do="Set LABSPACE_DAY_SHEETS=3,7, or print them by hand.",
        )
        return
    made, today = made_on(settings.data_dir / FOLDER), now.astimezone(NIGHT).date()
    if made is None:
        yield warning("day sheets", "There are no day sheets yet.", do="See that a worker runs.")
    elif made < today - timedelta(days=1):
        yield trouble(
            "day sheets",
            f"The last day sheets are of {made}.",
            do="Look for “day sheet” in the log; often the disk is full or no worker runs.",
        )
    else:
        yield good("day sheets", f"Day sheets for {ahead} day(s), made on {made}.")
