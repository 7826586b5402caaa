"""What a mail of the waiting list leads to: one look, then one click books or declines."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import public, visitor
from labspace.bookings.sentences import sentences
from labspace.bookings.views.blueprint import bp, status_of
from labspace.bookings.waiting.actions import accept_offer, decline_offer
from labspace.bookings.waiting.links import offer_id_of
from labspace.bookings.waiting.models import WaitingOffer
from labspace.bookings.waiting.queries import find_offer
from labspace.bookings.waiting.shown import shown_offer
from labspace.bookings.waiting.states import OfferState
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/warteliste/angebote/<token>")
@public
def offer(token: str) -> ResponseReturnValue:
    """What is held and until when; the link itself says who may answer, and names nobody."""
    return _page(_offer(token), token, [])


@bp.post("/warteliste/angebote/<token>/buchung")
@public
def accept(token: str) -> ResponseReturnValue:
    """Book it in the name of whoever waited."""
    found = _offer(token)
    try:
        booking = accept_offer(db.session(), found.id, now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return _page(_offer(token), token, sentences(refused.refusals)), status_of(refused)
    db.session.commit()
    flash(_("Gebucht. Die Kalendereinladung ist unterwegs."), "success")
    user = visitor()
    if user is not None and user.id == booking.booked_by_id:
        return redirect(url_for("bookings.show", reference=booking.reference), code=303)
    return redirect(url_for("bookings.offer", token=token), code=303)


@bp.post("/warteliste/angebote/<token>/ablehnung")
@public
def decline(token: str) -> ResponseReturnValue:
    """Give it to the next; the wish waits on for its other days."""
    found = _offer(token)
    decline_offer(db.session(), found.id, now=utc_now())
    db.session.commit()
    flash(_("Abgelehnt. Ihr Wunsch wartet für seine anderen Tage weiter."), "success")
    return redirect(url_for("bookings.offer", token=token), code=303)


def _offer(token: str) -> WaitingOffer:
    offer_id = offer_id_of(token, secret=current_app.config["SECRET_KEY"])
    return (find_offer(db.session(), offer_id) if offer_id is not None else None) or abort(404)


def _page(found: WaitingOffer, token: str, refused: list[str]) -> str:
    return render_template(
        "bookings/waiting/offer.html",
        offer=shown_offer(found, now=utc_now()),
        token=token,
        refused=refused,
        is_taken=found.state is OfferState.TAKEN,
        is_declined=found.state is OfferState.DECLINED,
    )
