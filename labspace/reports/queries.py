"""Questions about reports, their versions and texts, and who reads the monthly mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from labspace.accounts.models import User
from labspace.accounts.queries import team_of
from labspace.locations.models import Location
from labspace.reports.models import (
    MonthlyMail,
    MonthlyReader,
    Report,
    ReportPrint,
    ReportText,
    ReportVersion,
)
from labspace.reports.states import VersionState


def reports_for(session: Session, user: User) -> list[Report]:
    """The reports all of whose houses this person runs, the latest period first; three statements."""
    found = session.scalars(
        select(Report)
        .options(selectinload(Report.houses), selectinload(Report.versions))
        .order_by(Report.last_on.desc(), Report.id.desc())
    )
    return [report for report in found if all(user.runs(house.id) for house in report.houses)]


def find_report(session: Session, report_id: int) -> Report | None:
    """The report with its houses and versions."""
    return session.scalars(
        select(Report)
        .where(Report.id == report_id)
        .options(selectinload(Report.houses), selectinload(Report.versions))
    ).one_or_none()


def find_version(session: Session, report_id: int, number: int) -> ReportVersion | None:
    """One version with what was frozen of it."""
    return session.scalars(
        select(ReportVersion)
        .where(ReportVersion.report_id == report_id, ReportVersion.number == number)
        .options(
            undefer(ReportVersion.content),
            joinedload(ReportVersion.final_by),
            joinedload(ReportVersion.report),
        )
    ).one_or_none()


def version_before(session: Session, version: ReportVersion) -> ReportVersion | None:
    """The frozen version this one corrects; None for the first."""
    return session.scalars(
        select(ReportVersion)
        .where(
            ReportVersion.report_id == version.report_id,
            ReportVersion.number < version.number,
            ReportVersion.state == VersionState.FINAL,
        )
        .options(undefer(ReportVersion.content))
        .order_by(ReportVersion.number.desc())
        .limit(1)
    ).one_or_none()


def final_versions(session: Session) -> Sequence[tuple[int, int, str, str]]:
    """Every frozen version as report, number, digest and content, for checking."""
    rows = session.execute(
        select(ReportVersion.report_id, ReportVersion.number, ReportVersion.digest, ReportVersion.content)
        .where(ReportVersion.state == VersionState.FINAL)
        .order_by(ReportVersion.report_id, ReportVersion.number)
    )
    return [(report_id, number, digest, content or "") for report_id, number, digest, content in rows]


def texts_of(session: Session, version_id: int) -> Sequence[ReportText]:
    """The texts of a version, with who wrote them last."""
    return session.scalars(
        select(ReportText)
        .where(ReportText.version_id == version_id)
        .options(joinedload(ReportText.changed_by))
        .order_by(ReportText.field)
    ).all()


def programmes_before(session: Session, user: User) -> list[str]:
    """Names of programmes this person's houses reported on, to be chosen again."""
    return sorted({report.programme for report in reports_for(session, user)})


def find_print(session: Session, version_id: int, *, with_body: bool = False) -> ReportPrint | None:
    """The PDF of a version, or how far it has come."""
    question = select(ReportPrint).where(ReportPrint.version_id == version_id)
    if with_body:
        question = question.options(undefer(ReportPrint.body))
    return session.scalars(question.execution_options(populate_existing=True)).one_or_none()


def possible_readers(session: Session, location_id: int) -> list[User]:
    """Who may be chosen for the monthly mail of a house: its team, and whoever administers all houses."""
    team = list(team_of(session, location_id))
    lead = session.scalars(select(User).where(User.is_administrator.is_(True)).order_by(User.id))
    return team + [user for user in lead if user.is_active and user not in team]


def readers_of(session: Session, location_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Who gets the monthly mail of which of these houses, as pairs of house and person."""
    rows = session.execute(
        select(MonthlyReader.location_id, MonthlyReader.user_id).where(
            MonthlyReader.location_id.in_(location_ids)
        )
    )
    return {(location_id, user_id) for location_id, user_id in rows}


def unsent(session: Session, month: date) -> dict[User, list[tuple[Location, MonthlyReader]]]:
    """Who was chosen for which houses and had no mail about this month yet."""
    sent = select(MonthlyMail.user_id).where(MonthlyMail.month == month)
    rows = session.scalars(
        select(MonthlyReader)
        .join(Location, Location.id == MonthlyReader.location_id)
        .where(MonthlyReader.user_id.not_in(sent))
        .options(
            joinedload(MonthlyReader.location),
            joinedload(MonthlyReader.user).selectinload(User.staff_roles),
        )
        .order_by(MonthlyReader.user_id, Location.position, Location.id)
    )
    found: dict[User, list[tuple[Location, MonthlyReader]]] = {}
    for row in rows:
        found.setdefault(row.user, []).append((row.location, row))
    return found
