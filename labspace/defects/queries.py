"""Questions about defects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.models import Booking
from labspace.bookings.queries import house_bookings
from labspace.bookings.states import OPEN as OPEN_BOOKINGS
from labspace.defects.models import DefectReport, DefectStep
from labspace.defects.states import OPEN
from labspace.pictures.models import Picture
from labspace.times import TimeSpan

LOOK_AHEAD = timedelta(days=14)


def find_report(session: Session, report_id: int) -> DefectReport | None:
    """The report with its steps, their people and its picture."""
    if report_id >= 2**62:
        return None
    return session.scalars(
        _shown()
        .options(
            selectinload(DefectReport.steps).joinedload(DefectStep.by),
            joinedload(DefectReport.picture).selectinload(Picture.files),
        )
        .where(DefectReport.id == report_id)
    ).one_or_none()


def report_with_picture(session: Session, picture_id: int) -> DefectReport | None:
    """The report a picture belongs to."""
    return session.scalars(_shown().where(DefectReport.picture_id == picture_id)).first()


def open_reports(session: Session, location_id: int) -> Sequence[DefectReport]:
    """What a house has yet to see through, the oldest first."""
    return session.scalars(
        _shown()
        .where(DefectReport.location_id == location_id, DefectReport.state.in_(OPEN))
        .order_by(DefectReport.at, DefectReport.id)
    ).all()


def settled_reports(session: Session, location_id: int, *, limit: int = 50) -> Sequence[DefectReport]:
    """What is done or was none, the latest first."""
    return session.scalars(
        _shown()
        .where(DefectReport.location_id == location_id, DefectReport.state.not_in(OPEN))
        .order_by(DefectReport.at.desc(), DefectReport.id.desc())
        .limit(limit)
    ).all()


def reports_of(session: Session, user_id: int, *, limit: int = 50) -> Sequence[DefectReport]:
    """What somebody reported, the latest first, with every step."""
    return session.scalars(
        _shown()
        .options(selectinload(DefectReport.steps).joinedload(DefectStep.by))
        .where(DefectReport.reporter_id == user_id)
        .order_by(DefectReport.at.desc(), DefectReport.id.desc())
        .limit(limit)
    ).all()


def count_since(session: Session, user_id: int, since: datetime) -> int:
    """How many reports somebody made since a moment."""
    return (
        session.scalar(
            select(func.count(DefectReport.id)).where(
                DefectReport.reporter_id == user_id, DefectReport.at > since
            )
        )
        or 0
    )


def open_defect_count(location_id: int) -> ScalarSelect[int]:
    """How many reports of a house wait for somebody, to be asked with other counts."""
    return (
        select(func.count(DefectReport.id))
        .where(DefectReport.location_id == location_id, DefectReport.state.in_(OPEN))
        .scalar_subquery()
    )


def bookings_soon(session: Session, report: DefectReport, *, now: datetime) -> list[Booking]:
    """Open bookings of the space within the next days: whoever comes meets the defect."""
    window = TimeSpan(now, now + LOOK_AHEAD)
    found = house_bookings(session, report.location_id, window, states=OPEN_BOOKINGS)
    return [
        booking
        for booking in found
        if booking.ends_at > now and any(space.id == report.space_id for space in booking.spaces)
    ]


def _shown() -> Select[DefectReport]:
    return select(DefectReport).options(
        joinedload(DefectReport.space),
        joinedload(DefectReport.location),
        joinedload(DefectReport.reporter),
    )
