"""Cancelling: asked once, with what is lost, then done."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.bookings.actions import cancel_booking
from labspace.bookings.actions.cancel import cancel_deadline
from labspace.bookings.extras import extra_of
from labspace.bookings.forms import CancelForm
from labspace.bookings.models import Booking
from labspace.bookings.sentences import sentences
from labspace.bookings.series.scope_forms import Scope, scope_of
from labspace.bookings.shown import shown
from labspace.bookings.states import OPEN, BookingState
from labspace.bookings.views.blueprint import bp, own_booking, status_of
from labspace.bookings.views.series_steps import cancel_many
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import moment_text
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/buchungen/<reference>/stornierung")
@signed_in
def ask_cancel(reference: str) -> ResponseReturnValue:
    """Ask once, naming what is given up and whether it counts as late."""
    booking = own_booking(reference)
    if booking.booked_by_id != me().id:
        return redirect(_staff_url(booking), code=303)
    form, now = CancelForm(formdata=None, version=str(booking.version)), utc_now()
    return _page(booking, form, [], now=now, scope=scope_of(db.session(), booking, request.args, now=now))


@bp.post("/buchungen/<reference>/stornierung")
@signed_in
def cancel(reference: str) -> ResponseReturnValue:
    """Cancel; the time is free for others at once."""
    booking, now = own_booking(reference), utc_now()
    if booking.booked_by_id != me().id:
        return redirect(_staff_url(booking), code=303)
    form = CancelForm(formdata=request.form)
    scope = scope_of(db.session(), booking, request.form, now=now)
    if not form.validate():
        return _page(booking, form, [], now=now, scope=scope), 422
    try:
        if scope is not None and scope.form.is_many:
            series = cancel_many(booking, scope, form, now=now)
            db.session.commit()
            flash(_("Storniert. Eine Mail mit allen stornierten Terminen ist unterwegs."), "success")
            return redirect(url_for("bookings.show_series", series_reference=series.reference), code=303)
        cancel_booking(
            db.session(),
            booking.id,
            by=me(),
            now=now,
            code=form.reason.data,
            reason=form.words.data or "",
            expected_version=form.expected_version(),
        )
    except Refused as refused:
        db.session.rollback()
        scope = scope_of(db.session(), booking, request.form, now=now)
        refusals = sentences(refused.refusals)
        return _page(booking, form, refusals, now=now, scope=scope), status_of(refused)
    db.session.commit()
    flash(_("Storniert. Die Zeit ist wieder frei, der Kalendereintrag wird abgesagt."), "success")
    return redirect(url_for("bookings.show", reference=booking.reference), code=303)


def _staff_url(booking: Booking) -> str:
    return url_for("bookings_staff.ask_cancel", slug=booking.location.slug, reference=booking.reference)


def _page(
    booking: Booking, form: CancelForm, refused: list[str], *, now: datetime, scope: Scope | None = None
) -> str:
    deadline = cancel_deadline(db.session(), booking)
    return render_template(
        "bookings/cancel.html",
        booking=shown(booking),
        form=form,
        refused=refused,
        scope=scope,
        is_open=booking.state in OPEN and booking.ends_at > now,
        is_late=booking.state is BookingState.CONFIRMED and now > deadline,
        deadline=moment_text(deadline, zone=booking.location.zone),
        know_first=extra.before_cancelling if (extra := extra_of(db.session(), booking)) else (),
    )
