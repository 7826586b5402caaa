"""The founder's page about an offer: accept or decline."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.popups.review.conflicts import conflict_of
from labspace.popups.tenancies.actions.offers import accept_offer, decline_offer
from labspace.popups.tenancies.forms import ReasonForm
from labspace.popups.tenancies.models import PopupOffer
from labspace.popups.tenancies.queries import tenancy_of
from labspace.popups.tenancies.sentences import sentences
from labspace.popups.tenancies.views.blueprint import bp, visible_offer
from labspace.popups.tenancies.words import offer_facts
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/pop-up/angebote/<int:offer_id>")
@signed_in
def show_offer(offer_id: int) -> ResponseReturnValue:
    """What is offered until when; for whoever got it, and staff of the house."""
    return _page(visible_offer(offer_id))


@bp.post("/pop-up/angebote/<int:offer_id>/annahme")
@signed_in
def accept(offer_id: int) -> ResponseReturnValue:
    """The applicant takes it."""
    offer = _own(offer_id)
    try:
        tenancy = accept_offer(db.session(), offer_id, by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return _page(offer, refused), status_of(refused)
    db.session.commit()
    flash(
        _("Angenommen. Die Fläche gehört für diese Zeit Ihnen. Bitte lesen Sie jetzt die Vereinbarung."),
        "success",
    )
    return redirect(url_for("tenancies.show", tenancy_id=tenancy.id), code=303)


@bp.post("/pop-up/angebote/<int:offer_id>/ablehnung")
@signed_in
def decline(offer_id: int) -> ResponseReturnValue:
    """The applicant does not want it."""
    offer, form = _own(offer_id), ReasonForm(request.form)
    if not form.validate():
        return _page(offer, form=form), 422
    try:
        decline_offer(db.session(), offer_id, by=me(), now=utc_now(), reason=form.reason.data or "")
    except Refused as refused:
        db.session.rollback()
        return _page(offer, refused), status_of(refused)
    db.session.commit()
    flash(_("Abgelehnt. Danke für die klare Antwort; die Fläche ist wieder frei."), "success")
    return redirect(url_for("tenancies.show_offer", offer_id=offer_id), code=303)


def _own(offer_id: int) -> PopupOffer:
    offer = visible_offer(offer_id)
    if offer.application.applicant_id != me().id:
        abort(403)
    return offer


def _page(offer: PopupOffer, refused: Refused | None = None, *, form: ReasonForm | None = None) -> str:
    tenancy = tenancy_of(db.session(), offer.booking_id) if offer.booking_id else None
    now = utc_now()
    return render_template(
        "popups/tenancies/offer.html",
        offer=offer,
        house=offer.space.location,
        pairs=offer_facts(offer),
        is_open=offer.is_open(now),
        is_mine=offer.application.applicant_id == me().id,
        has_lapsed=offer.until <= now and offer.booking_id is None,
        tenancy=tenancy,
        may_take_back=offer.is_open(now) and conflict_of(db.session(), offer.application, me().id) is None,
        form=form or ReasonForm(formdata=None),
        problems=sentences(refused.refusals) if refused else [],
    )
