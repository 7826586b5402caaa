"""What a draft is about: programme, grant reference, houses, period and language, changed by one of several writers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.reports.canonical import canonical, digest_of
from labspace.reports.models import Report, ReportHouse, ReportVersion
from labspace.reports.snapshot import Snapshot

LONGEST_YEARS = 12
"""No programme runs longer; more is a slip of the hand."""


@dataclass(frozen=True, kw_only=True)
class About:
    """What a report is about, as one writes it."""

    programme: str
    grant_reference: str
    first: date
    last: date
    """The grant period, both days included."""
    language: str
    houses: Sequence[int]
    """Numbers of the houses, rising."""

    @property
    def mark(self) -> str:
        """Another one whenever anything of it differs: whoever changes it says which they had before them."""
        return digest_of(canonical(self))[:16]


def about_of(report: Report) -> About:
    """What a report is about now."""
    return About(
        programme=report.programme,
        grant_reference=report.grant_reference,
        first=report.first_on,
        last=report.last_on,
        language=report.language,
        houses=sorted(house.id for house in report.houses),
    )


def check_about(about: About, *, by: User) -> None:
    """Raises `Refused` with `houses_missing`, `not_your_house`, `period_backwards` or `period_too_long`."""
    if not about.houses:
        raise Refused(Refusal("houses_missing"))
    if not all(by.runs(house_id) for house_id in about.houses):
        raise Refused(Refusal("not_your_house"))
    if about.last < about.first:
        raise Refused(Refusal("period_backwards", {"first": about.first, "last": about.last}))
    if about.last.year - about.first.year > LONGEST_YEARS:
        raise Refused(Refusal("period_too_long", {"years": LONGEST_YEARS}))


def change_heading(session: Session, version_id: int, about: About, *, seen: str, by: User) -> bool:
    """Change what a draft is about; whether anything changed.

    `seen` is the mark of what the writer had before them. Houses and language stay once a version is frozen:
    who may read that one is told by its houses, and its words are in that language. Raises `Refused` with
    `report_gone`, `report_already_final`, `heading_changed_meanwhile`, `heading_is_frozen`, or what
    `check_about` says.
    """
    check_about(about, by=by)
    begin_write(session)
    version = session.get(ReportVersion, version_id, with_for_update=True, populate_existing=True)
    if version is None:
        raise Refused(Refusal("report_gone"))
    if version.is_final:
        raise Refused(Refusal("report_already_final"))
    report = session.get_one(Report, version.report_id, with_for_update=True, populate_existing=True)
    session.expire(report, ["houses"])
    known = about_of(report)
    if known.mark != seen:
        raise Refused(Refusal("heading_changed_meanwhile"))
    if known == about:
        return False
    if version.number > 1 and (known.houses, known.language) != (about.houses, about.language):
        raise Refused(Refusal("heading_is_frozen"))
    _write(session, report, about)
    version.edits += 1
    session.flush()
    return True


def take_heading_back(session: Session, report: Report, frozen: Snapshot) -> None:
    """The heading of a report as its last frozen version says it: the draft that changed it was thrown away."""
    report.programme, report.grant_reference = frozen.programme, frozen.grant_reference
    report.first_on, report.last_on = frozen.first, frozen.last
    session.flush()


def _write(session: Session, report: Report, about: About) -> None:
    report.programme, report.grant_reference = about.programme, about.grant_reference
    report.first_on, report.last_on, report.language = about.first, about.last, about.language
    known = set(
        session.scalars(select(ReportHouse.location_id).where(ReportHouse.report_id == report.id)).all()
    )
    if gone := known - set(about.houses):
        session.execute(
            delete(ReportHouse).where(
                ReportHouse.report_id == report.id, ReportHouse.location_id.in_(sorted(gone))
            )
        )
    session.add_all(
        ReportHouse(report_id=report.id, location_id=house_id)
        for house_id in sorted(set(about.houses) - known)
    )
    session.flush()
    session.expire(report, ["houses"])


def ids_of(houses: Sequence[Location]) -> list[int]:
    """Their numbers, rising."""
    return sorted(house.id for house in houses)
