"""The bookings a figure rests on, for the team of their houses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.models import Booking
from labspace.bookings.states import BOOKED, USED, BookingState
from labspace.dashboards.board import Board
from labspace.formats import is_german, span_text
from labspace.locations.models import Location
from labspace.occupancy.kinds import Indicator
from labspace.words import gettext as _
from labspace.words import ngettext

PER_PAGE = 50
MOST_PAGES = 100_000
OF_FIGURES: Mapping[Indicator, frozenset[BookingState]] = {
    Indicator.BOOKED: BOOKED,
    Indicator.USED: USED,
    Indicator.ACTIVATED: USED,
}
"""Figures one may ask the bookings of, and which states count for them (R4, R5)."""
SAME_AS = {Indicator.BOOKING_RATE: Indicator.BOOKED, Indicator.FREQUENCY_RATE: Indicator.USED}
"""A rate rests on the bookings of what is divided."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One booking."""

    reference: str
    url: str
    when: str
    spaces: str
    house: str
    who: str
    state: BookingState


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """A page of the bookings that lie in the period, earliest first."""
    figure, page = _figure(), _page()
    chosen = _chosen(board, OF_FIGURES[figure])
    number = session.scalar(select(func.count(Booking.id)).where(chosen)) or 0
    pages = max(1, -(-number // PER_PAGE))
    page = min(page, pages)
    rows = session.scalars(
        select(Booking)
        .where(chosen)
        .options(joinedload(Booking.organisation), selectinload(Booking.spaces))
        .order_by(Booking.starts_at, Booking.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    houses = {house.id: house for house in board.houses}
    return {
        "figure": figure,
        "options": [(one.label, board.url(zahl=one.value), one is figure) for one in OF_FIGURES],
        "sentence": ngettext(
            "%(num)d Buchung liegt in diesem Zeitraum und zählt für „%(figure)s“.",
            "%(num)d Buchungen liegen in diesem Zeitraum und zählen für „%(figure)s“.",
            number,
            figure=str(figure.label),
        ),
        "lines": [_line(row, houses) for row in rows],
        "here": _("Seite %(page)d von %(pages)d", page=page, pages=pages),
        "pages": pages,
        "page_steps": _steps(board, figure, page, pages),
    }


def _figure() -> Indicator:
    name = request.args.get("zahl", "")
    found = next((one for one in Indicator if one.value == name), Indicator.USED)
    found = SAME_AS.get(found, found)
    return found if found in OF_FIGURES else Indicator.USED


def _page() -> int:
    text = request.args.get("seite", "1")
    return min(max(1, int(text)), MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _steps(board: Board, figure: Indicator, page: int, pages: int) -> dict[str, tuple[str, str]]:
    def step(to: int, text: str) -> tuple[str, str]:
        return text, board.url(zahl=figure.value, seite=to) if 1 <= to <= pages else ""

    return {"back": step(page - 1, _("Seite davor")), "forth": step(page + 1, _("Nächste Seite"))}


def _chosen(board: Board, states: frozenset[BookingState]) -> ColumnElement[bool]:
    # Time counts where it lies: a booking that reaches into the period is one of those behind the figure.
    inside = [
        and_(
            Booking.location_id == house.id,
            Booking.starts_at < (span := board.days.span(zone=house.zone)).ends_at,
            Booking.ends_at > span.starts_at,
        )
        for house in board.houses
    ]
    return and_(or_(*inside), Booking.state.in_(states), Booking.kind.in_(board.scope.kinds))


def _line(row: Booking, houses: Mapping[int, Location]) -> Line:
    house = houses[row.location_id]
    names = [space.name if is_german() or not space.name_en else space.name_en for space in row.spaces]
    return Line(
        reference=row.reference,
        url=url_for("bookings.show", reference=row.reference),
        when=span_text(row.span, zone=house.zone),
        spaces=", ".join(names),
        house=house.name,
        who=_who(row),
        state=row.state,
    )


def _who(row: Booking) -> str:
    if row.is_internal:
        return _("intern")
    return row.organisation.name if row.organisation else _("Privatperson")
