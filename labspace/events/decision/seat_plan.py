"""How an event is seated, as a small drawing from the floor plan: the same furniture, for the people expected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.spaces.geometry import Polygon, bounding_box
from labspace.spaces.models import FloorPlan, Placement
from labspace.spaces.names import space_names
from labspace.spaces.seating import furnish
from labspace.spaces.strokes import polygons
from labspace.words import gettext as _
from labspace.words import ngettext

MARGIN_M = 0.4


@dataclass(frozen=True, kw_only=True)
class SeatPlan:
    """A drawing in metres, and what it shows in words."""

    label: str
    view_box: str
    areas: Sequence[tuple[str, str]]
    """(outline, furniture) of each area, as path data."""


def seat_plans(session: Session, bookings: Collection[Booking], *, on: date) -> dict[int, SeatPlan]:
    """The drawing of each event whose areas lie on a floor plan of that day, by booking id; one statement."""
    space_ids = {space.id for booking in bookings for space in booking.spaces}
    rows = session.scalars(
        select(Placement)
        .join(FloorPlan, FloorPlan.id == Placement.plan_id)
        .where(
            Placement.space_id.in_(space_ids),
            FloorPlan.valid_from <= on,
            or_(FloorPlan.valid_until.is_(None), FloorPlan.valid_until >= on),
        )
        .order_by(Placement.id)
    )
    placed: dict[int, Placement] = {row.space_id: row for row in rows}
    found = {}
    for booking in bookings:
        placements = [placed[space.id] for space in booking.spaces if space.id in placed]
        # Areas of different levels have no drawing in common.
        if placements and len({row.plan_id for row in placements}) == 1:
            found[booking.id] = _drawn(booking, placements)
    return found


def _drawn(booking: Booking, placements: Sequence[Placement]) -> SeatPlan:
    shapes = [_shape(row) for row in placements]
    left, top, right, bottom = bounding_box([point for shape in shapes for point in shape])
    seats = _shares(booking.people, [_size(shape) for shape in shapes])
    return SeatPlan(
        label=_label(booking),
        view_box=f"{left - MARGIN_M:g} {top - MARGIN_M:g} "
        f"{right - left + 2 * MARGIN_M:g} {bottom - top + 2 * MARGIN_M:g}",
        areas=[
            (
                polygons([shape]),
                furnish(
                    kind=booking.kind,
                    shape=shape,
                    rotation=row.detail.get("rotation") or 0.0,
                    seats=count,
                    layout=booking.layout,
                ),
            )
            for row, shape, count in zip(placements, shapes, seats, strict=True)
        ],
    )


def _label(booking: Booking) -> str:
    layout = str(booking.layout.label) if booking.layout else _("ohne Bestuhlung")
    return ngettext(
        "%(areas)s, %(layout)s, %(num)d Person",
        "%(areas)s, %(layout)s, %(num)d Personen",
        booking.people,
        areas=space_names(booking.spaces),
        layout=layout,
    )


def _shape(row: Placement) -> Polygon:
    return tuple((point[0], point[1]) for point in row.shape)


def _size(shape: Polygon) -> float:
    left, top, right, bottom = bounding_box(shape)
    return (right - left) * (bottom - top)


def _shares(people: int, sizes: Sequence[float]) -> list[int]:
    """The people on each area by its size; together exactly as many as come."""
    whole = defaultdict(int, {index: int(people * size / sum(sizes)) for index, size in enumerate(sizes)})
    whole[0] += people - sum(whole.values())
    return [whole[index] for index in range(len(sizes))]
