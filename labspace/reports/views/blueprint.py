"""The blueprint these pages hang on, and what they share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.locations.queries import locations
from labspace.reports.models import Report, ReportVersion
from labspace.reports.queries import find_report, find_version
from labspace.reports.sentences import sentences

bp = Blueprint("reports", __name__)

MOST = 2**31 - 1
"""No report has a larger number; a database would refuse to look for it."""


def our_report(report_id: int) -> Report:
    """The report, if the signed-in person runs all its houses."""
    report = find_report(db.session(), report_id) if report_id <= MOST else None
    if report is None:
        abort(404)
    if not all(me().runs(house.id) for house in report.houses):
        abort(403)
    return report


def our_version(report_id: int, number: int | None = None) -> ReportVersion:
    """One of its versions, by default the latest."""
    report = our_report(report_id)
    wanted = report.versions[-1].number if number is None else number
    version = find_version(db.session(), report_id, wanted) if wanted <= MOST else None
    if version is None:
        abort(404)
    return version


def our_draft(report_id: int) -> ReportVersion:
    """The draft of the report; 404 while there is none."""
    version = our_version(report_id)
    if version.is_final:
        abort(404)
    return version


def our_houses() -> Sequence[Location]:
    """The houses the signed-in person runs."""
    return [house for house in locations(db.session()) if me().runs(house.id)]


def today_of(houses: Sequence[Location], *, now: datetime) -> date:
    """The day it is in the first of these houses."""
    zone = houses[0].zone if houses else ZoneInfo("Europe/Berlin")
    return now.astimezone(zone).date()


def to_report(report_id: int) -> ResponseReturnValue:
    return redirect(url_for("reports.show", report_id=report_id), code=303)


def say_refused(refused: Refused) -> None:
    """Take back what was begun, and say why on the next page."""
    db.session.rollback()
    for sentence in sentences(refused.refusals):
        flash(sentence, "warning")
