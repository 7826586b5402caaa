"""Offering a slot to an application, and taking an offer back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.accounts.tariff_groups import group_of_booker
from labspace.bookings.prices.kept import quote_for
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import day_text
from labspace.locations.models import Location
from labspace.popups.models import PopupApplication
from labspace.popups.queries import find_application
from labspace.popups.review.conflicts import conflict_of
from labspace.popups.spans import weeks_span
from labspace.popups.summary import application_facts
from labspace.popups.tenancies.actions.offers import make_offer, take_offer_back
from labspace.popups.tenancies.forms import OfferForm, ReasonForm, window_words
from labspace.popups.tenancies.queries import offers_of
from labspace.popups.tenancies.reserve import reserve_of
from labspace.popups.tenancies.sentences import sentence, sentences
from labspace.popups.tenancies.shop_hours import USUAL_MINIMUM
from labspace.popups.tenancies.views.blueprint import run_house, staff_bp, visible_offer
from labspace.popups.tenancies.words import offered_weeks
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of
from labspace.times import utc_now
from labspace.words import gettext as _

ANSWER_WITHIN = timedelta(days=7)
USUAL_WINDOW = (11 * 60, 18 * 60)


@staff_bp.get("/team/<slug>/pop-up/bewerbungen/<int:application_id>/angebot")
@staff
def new_offer(slug: str, application_id: int) -> ResponseReturnValue:
    """The form, filled with what was wished, the price of the list and a week to answer."""
    house, now = run_house(slug), utc_now()
    application = _application(house, application_id)
    form = _form(house, values=None, now=now)
    _prefill(form, application, now=now)
    return _page(house, application, form)


@staff_bp.post("/team/<slug>/pop-up/bewerbungen/<int:application_id>/angebot")
@staff
def create_offer(slug: str, application_id: int) -> ResponseReturnValue:
    """Hold the weeks and write to the applicant."""
    house, now = run_house(slug), utc_now()
    application = _application(house, application_id)
    form = _form(house, values=request.form, now=now)
    if not form.validate():
        return _page(house, application, form), 422
    slot = next(slot for slot in _slots(house, now=now) if slot.public_id == form.space.data)
    try:
        offer = make_offer(db.session(), application_id, form.terms(slot.id), by=me(), now=now)
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        return _page(house, application, form), status_of(refused)
    db.session.commit()
    flash(_("Angeboten. Die Fläche ist bis zur Frist vorgemerkt, eine Mail ist unterwegs."), "success")
    return redirect(url_for("tenancies.show_offer", offer_id=offer.id), code=303)


@staff_bp.post("/team/<slug>/pop-up/angebote/<int:offer_id>/ruecknahme")
@staff
def take_back(slug: str, offer_id: int) -> ResponseReturnValue:
    """Take an open offer back, with the reason the applicant reads."""
    house, offer, form = run_house(slug), visible_offer(offer_id), ReasonForm(request.form)
    if offer.space.location_id != house.id:
        abort(404)
    page = redirect(url_for("tenancies.show_offer", offer_id=offer_id), code=303)
    try:
        form.validate()
        take_offer_back(db.session(), offer_id, by=me(), now=utc_now(), reason=form.reason.data or "")
    except Refused as refused:
        db.session.rollback()
        for text in sentences(refused.refusals):
            flash(text, "danger")
        return page
    db.session.commit()
    flash(_("Das Angebot ist zurückgenommen, die Fläche ist wieder frei."), "success")
    return page


def _application(house: Location, application_id: int) -> PopupApplication:
    application = find_application(db.session(), application_id) if application_id < 2**62 else None
    if application is None or application.submitted_at is None or application.space.location_id != house.id:
        abort(404)
    return application


def _slots(house: Location, *, now: datetime) -> Sequence[Space]:
    day = now.astimezone(house.zone).date()
    return spaces_of(db.session(), [house.id], on=day, kind=SpaceKind.POPUP_SLOT)


def _form(house: Location, *, values: object, now: datetime) -> OfferForm:
    slots = _slots(house, now=now)
    if not slots:
        abort(404)
    form = OfferForm(formdata=values)
    form.at(now, slots)
    return form


def _prefill(form: OfferForm, application: PopupApplication, *, now: datetime) -> None:
    zone = application.space.location.zone
    form.space.data = application.space.public_id
    form.week.data, form.weeks.data = day_text(application.first_on), application.weeks
    span = weeks_span(application.first_on, application.weeks, zone=zone)
    group = group_of_booker(application.organisation)
    found = quote_for(db.session(), [application.space], span, group=group)
    form.price.data = _euros(found.price_cents if found else 0)
    form.market.data = _euros(found.market_cents if found else 0)
    form.until_day.data = day_text((now + ANSWER_WITHIN).astimezone(zone).date())
    form.min_days.data, form.min_hours.data = USUAL_MINIMUM.days, USUAL_MINIMUM.minutes // 60
    agreed = {row[0]: (row[1], row[2]) for row in getattr(application, "weekly_hours", None) or ()}
    for number, field in enumerate(form.windows):
        window = agreed.get(number) if agreed else USUAL_WINDOW if 1 <= number <= 5 else None
        field.data = window_words(window)


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}" if cents % 100 else str(cents // 100)


def _page(house: Location, application: PopupApplication, form: OfferForm) -> str:
    session = db.session()
    conflict = conflict_of(session, application, me().id)
    earlier = [
        (
            _("%(weeks)s: %(state)s", weeks=offered_weeks(offer), state=offer.state.label),
            url_for("tenancies.show_offer", offer_id=offer.id),
        )
        for offer in offers_of(session, application.id)
    ]
    return render_template(
        "popups/tenancies/staff/offer.html",
        house=house,
        application=application,
        form=form,
        barred=sentence(conflict) if conflict else "",
        pairs=application_facts(application),
        earlier=earlier,
        reserve=reserve_of(session, application, me(), now=utc_now()),
    )
