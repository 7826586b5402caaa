"""Cancelling by the link in a mail, without signing in: asked once, then done."""

from __future__ import annotations

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from labspace.access import public
from labspace.bookings.actions import cancel_booking
from labspace.bookings.actions.cancel import cancel_deadline
from labspace.bookings.forms import TapReasonForm
from labspace.bookings.links import find_to_cancel
from labspace.bookings.models import Booking
from labspace.bookings.sentences import sentences
from labspace.bookings.shown import shown
from labspace.bookings.states import CANCELLED, OPEN, BookingState
from labspace.bookings.views.blueprint import bp, status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import moment_text
from labspace.times import utc_now


@bp.get("/stornierung/<token>")
@public
def ask_cancel_by_link(token: str) -> ResponseReturnValue:
    """Name what would be cancelled; nobody's name is shown, and nothing is cancelled by looking."""
    return _answer(_find(token), token, TapReasonForm(formdata=None), [])


@bp.post("/stornierung/<token>")
@public
def cancel_by_link(token: str) -> ResponseReturnValue:
    """Cancel for whoever booked; the page then says that it is done, also a second time."""
    booking, form = _find(token), TapReasonForm(formdata=request.form)
    if booking is None or not _is_open(booking) or not form.validate():
        return _answer(booking, token, form, [])
    try:
        cancel_booking(
            db.session(),
            booking.id,
            by=booking.booked_by,
            now=utc_now(),
            code=form.reason.data,
            by_link=True,
        )
    except Refused as refused:
        db.session.rollback()
        page, _status = _answer(_find(token), token, form, sentences(refused.refusals))
        return page, status_of(refused)
    db.session.commit()
    return redirect(url_for("bookings.ask_cancel_by_link", token=token), code=303)


def _find(token: str) -> Booking | None:
    return find_to_cancel(db.session(), token, secret=str(current_app.config["SECRET_KEY"]))


def _is_open(booking: Booking) -> bool:
    return booking.state in OPEN and booking.starts_at > utc_now()


def _answer(booking: Booking | None, token: str, form: TapReasonForm, refused: list[str]) -> tuple[str, int]:
    if booking is None or not (_is_open(booking) or booking.state in CANCELLED):
        return render_template("bookings/by_link_void.html"), 410
    if booking.state in CANCELLED:
        return render_template("bookings/by_link_done.html", booking=shown(booking)), 200
    deadline = cancel_deadline(db.session(), booking)
    page = render_template(
        "bookings/by_link.html",
        booking=shown(booking),
        token=token,
        form=form,
        refused=refused,
        is_late=booking.state is BookingState.CONFIRMED and utc_now() > deadline,
        deadline=moment_text(deadline, zone=booking.location.zone),
    )
    return page, 422 if form.errors else 200
