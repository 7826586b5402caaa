"""Beginning a report, freezing a version of it, and correcting what is frozen by another one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload, undefer

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.reports.actions.heading import About, check_about, ids_of, take_heading_back
from labspace.reports.canonical import canonical, digest_of
from labspace.reports.models import Report, ReportHouse, ReportPrint, ReportText, ReportVersion
from labspace.reports.queries import texts_of, version_before
from labspace.reports.snapshot import Snapshot
from labspace.reports.states import VersionState


def begin_report(
    session: Session,
    houses: Sequence[Location],
    *,
    programme: str,
    grant_reference: str = "",
    first: date,
    last: date,
    language: str,
    by: User,
    now: datetime,
) -> Report:
    """A report of these houses with an empty draft.

    Raises `Refused` with `houses_missing`, `not_your_house`, `period_backwards` or `period_too_long`.
    """
    about = About(
        programme=programme,
        grant_reference=grant_reference,
        first=first,
        last=last,
        language=language,
        houses=ids_of(houses),
    )
    begin_write(session)
    check_about(about, by=by)
    report = Report(
        programme=programme,
        grant_reference=grant_reference,
        first_on=first,
        last_on=last,
        language=language,
        created_by_id=by.id,
        created_at=now,
    )
    session.add(report)
    session.flush()
    session.add_all(ReportHouse(report_id=report.id, location_id=house.id) for house in houses)
    session.add(_draft(report.id, number=1, correction="", by=by, now=now))
    session.flush()
    return report


def freeze(
    session: Session, version_id: int, snapshot: Snapshot, *, edits: int, by: User, now: datetime
) -> str:
    """Freeze a draft with what its snapshot says, for ever; returns the digest.

    `edits` is the number the draft had when the snapshot was made. Raises `Refused` with
    `report_already_final`, `report_changed_meanwhile` or `period_not_begun`.
    """
    version = _locked(session, version_id)
    if version.is_final:
        raise Refused(Refusal("report_already_final"))
    if version.edits != edits:
        raise Refused(Refusal("report_changed_meanwhile"))
    if now.date() < version.report.first_on:
        raise Refused(Refusal("period_not_begun", {"first": version.report.first_on}))
    content = canonical(snapshot)
    session.execute(delete(ReportPrint).where(ReportPrint.version_id == version_id))
    version.state, version.final_at, version.final_by_id = VersionState.FINAL, now, by.id
    version.content, version.digest = content, digest_of(content)
    session.flush()
    return version.digest


def begin_version(
    session: Session, report_id: int, *, correction: str, by: User, now: datetime
) -> ReportVersion:
    """The next version as a draft with the texts of the last frozen one.

    Raises `Refused` with `report_has_draft` while there is one, or `correction_missing` without a reason.
    """
    begin_write(session)
    session.get(Report, report_id, with_for_update=True)
    versions = session.scalars(
        select(ReportVersion).where(ReportVersion.report_id == report_id).order_by(ReportVersion.number)
    ).all()
    if not versions or not versions[-1].is_final:
        raise Refused(Refusal("report_has_draft"))
    if not correction.strip():
        raise Refused(Refusal("correction_missing"))
    draft = _draft(report_id, number=versions[-1].number + 1, correction=correction.strip(), by=by, now=now)
    session.add(draft)
    session.flush()
    session.add_all(
        ReportText(
            version_id=draft.id,
            field=one.field,
            text=one.text,
            revision=1,
            changed_by_id=one.changed_by_id,
            changed_at=one.changed_at,
        )
        for one in texts_of(session, versions[-1].id)
    )
    session.flush()
    return draft


def discard(session: Session, version_id: int) -> bool:
    """Throw a draft away, and the whole report if nothing of it was ever frozen; whether that is so.

    What the report is about is then again what its last frozen version says.

    Raises `Refused` with `report_already_final`: what is frozen stays.
    """
    version = _locked(session, version_id)
    if version.is_final:
        raise Refused(Refusal("report_already_final"))
    report_id, report, before = version.report_id, version.report, version_before(session, version)
    session.execute(delete(ReportPrint).where(ReportPrint.version_id == version_id))
    session.execute(delete(ReportText).where(ReportText.version_id == version_id))
    session.execute(delete(ReportVersion).where(ReportVersion.id == version_id))
    if before is not None:
        take_heading_back(session, report, before.snapshot)
    else:
        session.execute(delete(ReportHouse).where(ReportHouse.report_id == report_id))
        session.execute(delete(Report).where(Report.id == report_id))
    session.flush()
    return before is None


def _draft(report_id: int, *, number: int, correction: str, by: User, now: datetime) -> ReportVersion:
    return ReportVersion(
        report_id=report_id,
        number=number,
        state=VersionState.DRAFT,
        correction=correction,
        created_by_id=by.id,
        created_at=now,
    )


def _locked(session: Session, version_id: int) -> ReportVersion:
    """The version, its row locked; raises `Refused` with `report_gone` if somebody threw it away."""
    begin_write(session)
    version = session.scalars(
        select(ReportVersion)
        .where(ReportVersion.id == version_id)
        .options(joinedload(ReportVersion.report, innerjoin=True), undefer(ReportVersion.content))
        .with_for_update(of=ReportVersion)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if version is None:
        raise Refused(Refusal("report_gone"))
    return version
