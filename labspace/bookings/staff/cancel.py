"""The house cancels a booking and says why."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labspace.access import me, staff
from labspace.bookings.actions import cancel_booking
from labspace.bookings.models import Booking
from labspace.bookings.sentences import sentences
from labspace.bookings.series.scope_forms import Scope, scope_of
from labspace.bookings.shown import shown
from labspace.bookings.staff.blueprint import bp, house_booking, run_house
from labspace.bookings.staff_forms import HouseCancelForm
from labspace.bookings.states import OPEN
from labspace.bookings.views.blueprint import status_of
from labspace.bookings.views.series_steps import cancel_many
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now


@bp.get("/team/<slug>/buchungen/<reference>/stornierung")
@staff
def ask_cancel(slug: str, reference: str) -> ResponseReturnValue:
    """Ask once and for a reason, which whoever booked is told."""
    booking = house_booking(run_house(slug), reference)
    scope = scope_of(db.session(), booking, request.args, now=utc_now())
    return _page(booking, HouseCancelForm(formdata=None, version=str(booking.version)), [], scope=scope)


@bp.post("/team/<slug>/buchungen/<reference>/stornierung")
@staff
def cancel(slug: str, reference: str) -> ResponseReturnValue:
    """Cancel for the house; of a series also the dates from here on or all, which are kept as skipped."""
    booking, now = house_booking(run_house(slug), reference), utc_now()
    form = HouseCancelForm(formdata=request.form)
    scope = scope_of(db.session(), booking, request.form, now=now)
    if not form.validate():
        return _page(booking, form, [], scope=scope), 422
    try:
        if scope is not None and scope.form.is_many:
            series = cancel_many(booking, scope, form, now=now, by_house=True)
            db.session.commit()
            flash(_("Storniert. Wer gebucht hat, bekommt eine Absage mit dem Grund."), "success")
            return redirect(url_for("bookings.show_series", series_reference=series.reference), code=303)
        cancel_booking(
            db.session(),
            booking.id,
            by=me(),
            now=now,
            code=form.reason.data,
            reason=form.words.data or "",
            by_house=True,
            expected_version=form.expected_version(),
        )
    except Refused as refused:
        db.session.rollback()
        scope = scope_of(db.session(), booking, request.form, now=now)
        return _page(booking, form, sentences(refused.refusals), scope=scope), status_of(refused)
    db.session.commit()
    flash(_("Storniert. Wer gebucht hat, bekommt eine Absage mit dem Grund."), "success")
    return redirect(url_for("bookings.show", reference=booking.reference), code=303)


def _page(booking: Booking, form: HouseCancelForm, refused: list[str], *, scope: Scope | None = None) -> str:
    return render_template(
        "bookings/staff/cancel.html",
        booking=shown(booking),
        slug=booking.location.slug,
        form=form,
        refused=refused,
        scope=scope,
        is_open=booking.state in OPEN and booking.ends_at > utc_now(),
    )
