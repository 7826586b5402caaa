"""What organisers do with their option: answer, ask the first, share it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.bookings.models import Booking
from labspace.bookings.options.actions import (
    challenge_first,
    commit_option,
    invite_partner,
    join_option,
    leave_option,
)
from labspace.bookings.options.links import find_invitation
from labspace.bookings.options.models import OptionPartner
from labspace.bookings.options.queries import partners_of, shares
from labspace.bookings.sentences import sentences
from labspace.bookings.shown import shown
from labspace.bookings.states import BookingState
from labspace.bookings.views.blueprint import status_of, visible_booking
from labspace.bookings.views.show import booking_page
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("options", __name__)


@bp.post("/buchungen/<reference>/zusage")
@signed_in
def commit(reference: str) -> ResponseReturnValue:
    """Turn the first option into a binding request."""
    booking = _organised(reference)
    return _done(
        booking,
        lambda: commit_option(db.session(), booking.id, by=me(), now=utc_now()),
        _("Verbindlich angefragt. Das Team des Hauses entscheidet und schreibt Ihnen."),
    )


@bp.post("/buchungen/<reference>/entscheidungsbitte")
@signed_in
def challenge(reference: str) -> ResponseReturnValue:
    """Ask the first to commit or release."""
    booking = _organised(reference)
    return _done(
        booking,
        lambda: challenge_first(db.session(), booking.id, by=me(), now=utc_now()),
        _("Die Bitte ist unterwegs. Ohne Antwort rücken Sie von selbst nach."),
    )


@bp.post("/buchungen/<reference>/mitveranstaltende")
@signed_in
def invite(reference: str) -> ResponseReturnValue:
    """Invite somebody to share the option."""
    booking = _organised(reference)
    if booking.booked_by_id != me().id:
        abort(403)
    email = request.form.get("e-mail", "")[:254]
    return _done(
        booking,
        lambda: invite_partner(db.session(), booking.id, email=email, by=me(), now=utc_now()),
        _("Die Einladung ist unterwegs."),
        typed=email,
    )


@bp.post("/buchungen/<reference>/mitveranstaltende/<int:partner_id>/abmeldung")
@signed_in
def leave(reference: str, partner_id: int) -> ResponseReturnValue:
    """Leave a shared option, or take somebody out of one's own."""
    booking, session = _organised(reference), db.session()
    partner = next((one for one in partners_of(session, booking.id) if one.id == partner_id), None)
    if partner is None:
        abort(404)
    if me().id not in (booking.booked_by_id, partner.user_id):
        abort(403)
    own = partner.user_id == me().id
    response = _done(
        booking,
        lambda: leave_option(session, partner_id, by=me(), now=utc_now()),
        _("Erledigt. Sie teilen sich diese Option nicht mehr.") if own else _("Erledigt."),
    )
    # Who left does not see the booking any more.
    return redirect(url_for("bookings.mine"), code=303) if own else response


@bp.get("/mitveranstalten/<token>")
@signed_in
def invitation(token: str) -> ResponseReturnValue:
    """What somebody is invited to share."""
    return _invitation_page(_invited(token), token)


@bp.post("/mitveranstalten/<token>")
@signed_in
def accept(token: str) -> ResponseReturnValue:
    """Share the option from now on."""
    partner = _invited(token)
    if partner is None:
        return _invitation_page(None, token)
    try:
        booking = join_option(db.session(), partner.id, by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return _invitation_page(partner, token, refused)
    db.session.commit()
    flash(_("Sie veranstalten jetzt gemeinsam. Von Änderungen erfahren Sie per Mail."), "success")
    return redirect(url_for("bookings.show", reference=booking.reference), code=303)


def _organised(reference: str) -> Booking:
    """The booking, for whoever booked it and those who share it; others only see it, or not even that."""
    booking = visible_booking(reference)
    if booking.booked_by_id != me().id and not shares(db.session(), booking, me().id):
        abort(403)
    return booking


def _done(booking: Booking, step: Callable[[], object], said: str, *, typed: str = "") -> ResponseReturnValue:
    """Take the step and go back to the booking; refused, the page comes with the reason and what was typed."""
    try:
        step()
    except Refused as refused:
        # What lapsed on the way stays settled, whatever becomes of this step.
        db.session.commit()
        return booking_page(booking, problems=sentences(refused.refusals), typed=typed), status_of(refused)
    db.session.commit()
    flash(said, "success")
    return redirect(url_for("bookings.show", reference=booking.reference), code=303)


def _invited(token: str) -> OptionPartner | None:
    secret = str(current_app.config["SECRET_KEY"])
    return find_invitation(db.session(), token, secret=secret) if len(token) < 200 else None


def _invitation_page(
    partner: OptionPartner | None, token: str, refused: Refused | None = None
) -> tuple[str, int]:
    """The invitation, or a word that it is gone, with the status of the answer."""
    is_open = (
        partner is not None
        and partner.left_at is None
        and partner.user_id in (None, me().id)
        and partner.booking.state is BookingState.OPTION
    )
    page = render_template(
        "bookings/options/invitation.html",
        token=token,
        partner=partner if is_open else None,
        booking=shown(partner.booking) if partner and is_open else None,
        problems=sentences(refused.refusals) if refused else [],
    )
    if refused is not None:
        return page, status_of(refused)
    return page, 200 if is_open else 404
