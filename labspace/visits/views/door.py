"""The page for whoever counts at a door: of an event or shop, of a house, or of its café."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime

from flask import Response, abort, jsonify, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from labspace.access import me, signed_in, staff
from labspace.bookings.models import Booking
from labspace.bookings.shown import shown
from labspace.bookings.staff.blueprint import run_house
from labspace.bookings.views.blueprint import own_booking
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import long_day_text
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.times import utc_now
from labspace.visits.actions import Door, note_taps
from labspace.visits.doors import COUNTED_KINDS, door_of_booking, door_of_house, taps_from
from labspace.visits.queries import at_the_door, last_tap
from labspace.visits.sentences import sentences
from labspace.visits.views.blueprint import bp
from labspace.words import gettext as _

CAFE = SpaceKind.CAFE_TABLE
Opened = Callable[[date | None, datetime], Door]


@bp.get("/buchungen/<reference>/tuer")
@signed_in
def door(reference: str) -> ResponseReturnValue:
    """Count who comes to an event or shop."""
    booking = _booking(reference)
    return _show(_of_booking(booking), booking.location, booking)


@bp.post("/buchungen/<reference>/tuer")
@signed_in
def count_at_door(reference: str) -> ResponseReturnValue:
    """Note taps; the same taps again change nothing."""
    booking = _booking(reference)
    return _count(_of_booking(booking), booking.location, booking)


@bp.get("/team/<slug>/tuer")
@staff
def house_door(slug: str) -> ResponseReturnValue:
    """Count who comes into the house today."""
    house = run_house(slug)
    return _show(_of_house(house), house, None)


@bp.post("/team/<slug>/tuer")
@staff
def count_at_house_door(slug: str) -> ResponseReturnValue:
    """Note taps at the door of the house."""
    house = run_house(slug)
    return _count(_of_house(house), house, None)


@bp.get("/team/<slug>/cafe/tuer")
@staff
def cafe_door(slug: str) -> ResponseReturnValue:
    """Count who comes into the house's café today."""
    house = run_house(slug)
    return _show(_of_house(house, CAFE), house, None)


@bp.post("/team/<slug>/cafe/tuer")
@staff
def count_at_cafe_door(slug: str) -> ResponseReturnValue:
    """Note taps in the café."""
    house = run_house(slug)
    return _count(_of_house(house, CAFE), house, None)


def _booking(reference: str) -> Booking:
    booking = own_booking(reference)
    if booking.kind not in COUNTED_KINDS:
        abort(404)
    return booking


def _of_booking(booking: Booking) -> Opened:
    return lambda day, now: door_of_booking(booking, day, now=now)


def _of_house(house: Location, kind: SpaceKind | None = None) -> Opened:
    return lambda day, now: door_of_house(house, day, now=now, kind=kind)


def _show(opened: Opened, house: Location, booking: Booking | None) -> ResponseReturnValue:
    try:
        at = opened(None, utc_now())
    except Refused as refused:
        problems = sentences(refused.refusals)
        return _told(problem=problems[0]) if _wants_json() else _page(None, house, booking, problems=problems)
    return _told(count=_inside(at), day=at.day.isoformat()) if _wants_json() else _page(at, house, booking)


def _count(opened: Opened, house: Location, booking: Booking | None) -> ResponseReturnValue:
    now = utc_now()
    try:
        at = opened(_day(request.form.get("tag", "")), now)
        taps = taps_from(request.form.getlist("tap"), now=now)
        count = note_taps(db.session(), at, taps, device=_device(), by=me(), now=now)
    except Refused as refused:
        db.session.rollback()
        problems = sentences(refused.refusals)
        if _wants_json():
            return _told(problem=problems[0]), 422
        return _page(_now_open(opened, now), house, booking, problems=problems), 422
    db.session.commit()
    return _told(count=count) if _wants_json() else redirect(request.path, code=303)


def _told(**values: str | int) -> Response:
    """An answer for the script of the page; its token lets a page that was opened long ago send."""
    answer = jsonify(token=generate_csrf(), **values)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _inside(at: Door) -> int:
    return at_the_door(db.session(), at.location_id, at.booking_id, at.day, kind=at.kind)


def _now_open(opened: Opened, now: datetime) -> Door | None:
    try:
        return opened(None, now)
    except Refused:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return date.min


def _device() -> str:
    """A name for the browser at hand, so that it takes back its own taps only."""
    if "door" not in session:
        session["door"] = secrets.token_urlsafe(12)
    return str(session["door"])


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _page(
    at: Door | None, house: Location, booking: Booking | None, *, problems: list[str] | None = None
) -> str:
    count = _inside(at) if at else 0
    device = _device()
    last = (
        last_tap(db.session(), at.location_id, at.booking_id, at.day, device=device, kind=at.kind)
        if at
        else None
    )
    places = _places(booking)
    return render_template(
        "visits/door.html",
        house=house,
        booking=shown(booking) if booking else None,
        heading=_heading(house, booking, at),
        day=at.day.isoformat() if at else "",
        long_day=long_day_text(at.day) if at else "",
        is_open=at is not None,
        count=count,
        places=places,
        is_full=places is not None and count >= places,
        keys=[secrets.token_urlsafe(12) for _button in range(4)],
        last=last,
        problems=problems or [],
        url=request.path,
        zone=house.zone.key if at is not None and at.turns_at_midnight else "",
        word=_("Gäste ohne Reservierung, an allen Geräten zusammen") if at and at.kind is CAFE else "",
        now=int(utc_now().timestamp()),
    )  # fmt: skip


def _heading(house: Location, booking: Booking | None, at: Door | None) -> str:
    if booking is not None:
        return _("Tür: %(title)s", title=shown(booking).title)
    if at is not None and at.kind is CAFE:
        return _("Café: %(house)s", house=house.name)
    return _("Tür: %(house)s", house=house.name)


def _places(booking: Booking | None) -> int | None:
    """How many people the approved seating of its spaces holds; None where nobody said."""
    if booking is None or booking.layout is None:
        return None
    seats = [
        layout for space in booking.spaces for layout in space.layouts if layout.layout is booking.layout
    ]
    return sum(one.capacity for one in seats) or None
