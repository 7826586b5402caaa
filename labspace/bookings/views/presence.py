"""Coming and leaving, said by whoever booked: on the booking's page, and by the code on the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.bookings import actions
from labspace.bookings.doorstep import Doorstep, Standing, doorstep
from labspace.bookings.forms import version_of
from labspace.bookings.models import Booking
from labspace.bookings.offers import clock_values
from labspace.bookings.sentences import sentences
from labspace.bookings.views.blueprint import bp, own_booking
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import clock_text, hours_text
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.spaces.queries import find_space
from labspace.times import TimeSpan, utc_now
from labspace.words import gettext as _


@bp.post("/buchungen/<reference>/check-in")
@signed_in
def check_in(reference: str) -> ResponseReturnValue:
    """Say that one is there."""
    booking = own_booking(reference)
    return _note(booking, _come, _("Eingecheckt. Einen guten Aufenthalt!"), back=_page_of(booking))


@bp.post("/buchungen/<reference>/check-out")
@signed_in
def check_out(reference: str) -> ResponseReturnValue:
    """Say that one leaves; the rest of the time is free at once."""
    booking = own_booking(reference)
    return _note(booking, _leave, _("Ausgecheckt. Danke und bis bald!"), back=_page_of(booking))


@bp.get("/flaechen/<public_id>/check-in")
@signed_in
def arrival(public_id: str) -> ResponseReturnValue:
    """What the code on a desk opens: the one thing to do there now, or what is the case."""
    space, now = _space(public_id), utc_now()
    if not space.kind.is_booked_at_once:
        return redirect(f"{request.script_root}/flaechen/{space.public_id}", code=303)
    found = doorstep(db.session(), space, user_id=me().id, now=now)
    return render_template(
        "bookings/arrival.html",
        space=space,
        name=space_name(space),
        house=space.location,
        found=found,
        standing=found.standing.value,
        times=_times(found, space),
        house_url=f"{request.script_root}/standorte/{space.location.slug}",
        book_url=_book_url(found.offer, space),
    )


@bp.post("/flaechen/<public_id>/check-in")
@signed_in
def arrive(public_id: str) -> ResponseReturnValue:
    """Check in to the own booking that runs on this space at this moment."""
    space = _space(public_id)
    found = doorstep(db.session(), space, user_id=me().id, now=utc_now())
    back = url_for("bookings.arrival", public_id=space.public_id)
    if found.booking is None or found.standing not in (Standing.CHECK_IN, Standing.MISSED):
        return redirect(back, code=303)
    return _note(found.booking, _come, _("Eingecheckt. Einen guten Aufenthalt!"), back=back)


def _come(booking_id: int, *, now: datetime, version: int | None) -> object:
    return actions.check_in(
        db.session(), booking_id, by=me(), now=now, expected_version=version, in_person=True
    )


def _leave(booking_id: int, *, now: datetime, version: int | None) -> object:
    return actions.check_out(db.session(), booking_id, by=me(), now=now, expected_version=version)


def _note(booking: Booking, action: Callable[..., object], told: str, *, back: str) -> ResponseReturnValue:
    version = version_of(request.form["version"]) if "version" in request.form else None
    try:
        action(booking.id, now=utc_now(), version=version)
    except Refused as refused:
        db.session.rollback()
        for sentence in sentences(refused.refusals):
            flash(sentence, "warning")
    else:
        db.session.commit()
        flash(told, "success")
    return redirect(back, code=303)


def _page_of(booking: Booking) -> str:
    return url_for("bookings.show", reference=booking.reference)


def _space(public_id: str) -> Space:
    space = find_space(db.session(), public_id) if public_id.isprintable() else None
    if space is None or not space.exists_on(utc_now().astimezone(space.location.zone).date()):
        abort(404)
    return space


def _times(found: Doorstep, space: Space) -> dict[str, str]:
    """The moments the page speaks of, as clocks show them."""
    zone = space.location.zone
    booking = found.booking
    return {
        "until": clock_text(found.until, zone=zone) if found.until else "",
        "booked": hours_text(booking.span, zone=zone) if booking else "",
        "starts": clock_text(booking.starts_at, zone=zone) if booking else "",
        "ends": clock_text(booking.ends_at, zone=zone) if booking else "",
        "booking_url": _page_of(booking) if booking else "",
    }


def _book_url(offer: TimeSpan | None, space: Space) -> str:
    if offer is None:
        return ""
    values: dict[str, Any] = clock_values(offer, zone=space.location.zone)
    return url_for("bookings.new", flaeche=space.public_id, **values)
