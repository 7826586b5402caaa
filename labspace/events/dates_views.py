"""Deciding on all dates of a request at once, and calling all of them off."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, must_run, signed_in, staff
from labspace.bookings.models import Booking
from labspace.bookings.queries import find_booking
from labspace.bookings.sentences import sentences
from labspace.bookings.views.blueprint import own_booking
from labspace.db import db
from labspace.errors import Refused
from labspace.events.decision.eyes import Approval
from labspace.events.queries import find_request
from labspace.events.together import cancel_dates, confirm_dates, reject_dates
from labspace.times import utc_now
from labspace.words import gettext as _
from labspace.words import ngettext

bp = Blueprint("event_dates", __name__)


@bp.post("/team/<slug>/anfragen/<reference>/termine/bestaetigung")
@staff
def confirm(slug: str, reference: str) -> ResponseReturnValue:
    """Confirm every date that is undecided, or none; the first of four eyes recommends them."""
    booking = _asked(slug, reference)
    try:
        meaning, done = confirm_dates(db.session(), booking.id, by=me(), now=utc_now())
    except Refused as refused:
        return _not_done(slug, reference, refused)
    db.session.commit()
    flash(_told(meaning, len(done)), "success")
    return redirect(url_for("events_staff.requests", slug=slug), code=303)


@bp.post("/team/<slug>/anfragen/<reference>/termine/ablehnung")
@staff
def reject(slug: str, reference: str) -> ResponseReturnValue:
    """Reject every date that is undecided, for one reason."""
    booking = _asked(slug, reference)
    reason = " ".join(request.form.get("grund", "").split())[:300]
    try:
        done = reject_dates(db.session(), booking.id, by=me(), reason=reason, now=utc_now())
    except Refused as refused:
        return _not_done(slug, reference, refused)
    db.session.commit()
    flash(ngettext("%(num)d Termin ist abgelehnt.", "%(num)d Termine sind abgelehnt.", len(done)), "success")
    return redirect(url_for("events_staff.requests", slug=slug), code=303)


@bp.post("/buchungen/<reference>/termine/stornierung")
@signed_in
def cancel(reference: str) -> ResponseReturnValue:
    """Call off every date of one's own request that is still ahead."""
    booking = own_booking(reference)
    if booking.booked_by_id != me().id or find_request(db.session(), booking.id) is None:
        abort(404)
    try:
        done = cancel_dates(db.session(), booking.id, by=me(), code=None, now=utc_now())
    except Refused as refused:
        db.session.rollback()
        flash(" ".join(sentences(refused.refusals)), "danger")
    else:
        db.session.commit()
        flash(
            ngettext("%(num)d Termin ist storniert.", "%(num)d Termine sind storniert.", len(done)), "success"
        )
    return redirect(url_for("bookings.show", reference=reference), code=303)


def _told(meaning: Approval, count: int) -> str:
    if meaning is Approval.RECOMMENDS:
        return ngettext(
            "%(num)d Termin ist empfohlen. Jetzt bestätigt eine zweite Person aus dem Team.",
            "%(num)d Termine sind empfohlen. Jetzt bestätigt eine zweite Person aus dem Team.",
            count,
        )
    return ngettext("%(num)d Termin ist bestätigt.", "%(num)d Termine sind bestätigt.", count)


def _asked(slug: str, reference: str) -> Booking:
    booking = find_booking(db.session(), reference) if reference.isprintable() else None
    if booking is None or booking.location.slug != slug:
        abort(404)
    must_run(booking.location_id)
    if find_request(db.session(), booking.id) is None:
        abort(404)
    return booking


def _not_done(slug: str, reference: str, refused: Refused) -> ResponseReturnValue:
    db.session.rollback()
    flash(_("Nichts ist entschieden. %(reasons)s", reasons=" ".join(sentences(refused.refusals))), "danger")
    return redirect(url_for("events_staff.show", slug=slug, reference=reference), code=303)
