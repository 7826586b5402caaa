"""The events of a period, one by one: as many as the figure says (K21)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, selectinload

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.dashboards import subjects
from labspace.dashboards.board import Board
from labspace.dashboards.paging import page_asked, page_steps
from labspace.events.attendance.rules import counted_days
from labspace.formats import span_text
from labspace.occupancy.figures.unresolved import began_in
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import space_names
from labspace.visits.models import VisitCount
from labspace.visits.rules import Count, Visited, winning
from labspace.words import gettext as _

PER_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """One event that was held."""

    title: str
    url: str
    when: str
    where: str
    sort: str
    days: int
    attendance: str
    """Empty where nobody counted."""
    grade: str


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """The figures of events, and below them a page of the events themselves."""
    held = _held(board)
    number = session.scalar(select(func.count(Booking.id)).where(held)) or 0
    pages = max(1, -(-number // PER_PAGE))
    page = min(page_asked(), pages)
    rows = session.scalars(
        select(Booking)
        .where(held)
        .options(selectinload(Booking.spaces))
        .order_by(Booking.starts_at.desc(), Booking.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    counted = _counted(session, [row.id for row in rows])
    return {
        **subjects.build(session, board),
        "events": [_line(board, row, counted.get(row.id)) for row in rows],
        "number": number,
        "pages": pages,
        "here": _("Seite %(page)d von %(pages)d", page=page, pages=pages),
        "page_steps": page_steps(board, {}, page, pages),
    }


def _held(board: Board) -> ColumnElement[bool]:
    return and_(
        began_in(board.houses, board.days, now=board.now),
        Booking.kind == SpaceKind.EVENT_AREA,
        Booking.kind.in_(board.scope.kinds),
        Booking.state == BookingState.USED,
        Booking.is_internal.is_(False),
    )


def _counted(session: Session, ids: Sequence[int]) -> dict[int, Visited]:
    rows = session.scalars(
        select(VisitCount).where(VisitCount.booking_id.in_(ids), VisitCount.ended_at.is_(None))
    )
    found: defaultdict[int, list[Count]] = defaultdict(list)
    for row in rows:
        if row.booking_id is not None:
            one = Count(day=row.day, count=row.count, source=row.source, entered_at=row.entered_at, id=row.id)
            found[row.booking_id].append(one)
    return {booking_id: winning(counts) for booking_id, counts in found.items()}


def _line(board: Board, row: Booking, counted: Visited | None) -> EventLine:
    house = next(house for house in board.houses if house.id == row.location_id)
    where = space_names(row.spaces)
    return EventLine(
        title=row.title or row.reference,
        url=url_for("bookings.show", reference=row.reference),
        when=span_text(row.span, zone=house.zone),
        where=f"{where}, {house.name}" if len(board.houses) > 1 else where,
        sort=_("öffentlich") if row.is_public else _("geschlossen"),
        days=len(counted_days(row.span, zone=house.zone)),
        attendance=str(counted.total) if counted else "",
        grade=counted.grade.value if counted and counted.grade else "",
    )
