"""The team's page of partners: agree, keep times for them, end either."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import run_house
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import day_text
from labspace.locations.models import Location
from labspace.partners.actions import (
    add_allotment,
    end_agreement,
    end_allotment,
    make_agreement,
)
from labspace.partners.forms import AgreementForm, AllotmentForm, EndForm
from labspace.partners.models import Allotment, PartnerAgreement
from labspace.partners.queries import agreements_of_house, counts, dates_ahead, find_agreement
from labspace.partners.shown import count_lines, period_text, shown_allotment, shown_date
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("partners_staff", __name__)


@bp.get("/team/<slug>/partner")
@staff
def index(slug: str) -> ResponseReturnValue:
    """All partners of a house, and the form to agree with another."""
    house = run_house(slug)
    form = AgreementForm(formdata=None)
    form.name_anew()
    form.valid_from.data = day_text(_today(house))
    return _list_page(house, form)


@bp.post("/team/<slug>/partner")
@staff
def agree(slug: str) -> ResponseReturnValue:
    """Agree with a partner."""
    house = run_house(slug)
    form = AgreementForm()
    form.at(_today(house))
    if not form.validate():
        return _list_page(house, form), 422
    try:
        agreement = make_agreement(
            db.session(), form.agreed(house.id), by=me(), now=utc_now(), once=form.once.data or ""
        )
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        return _list_page(house, form), 422
    agreement_id = agreement.id
    db.session.commit()
    flash(_("Die Vereinbarung ist eingetragen."), "success")
    return redirect(url_for("partners_staff.show", slug=slug, agreement_id=agreement_id), code=303)


@bp.get("/team/<slug>/partner/<int:agreement_id>")
@staff
def show(slug: str, agreement_id: int) -> ResponseReturnValue:
    """One partner: the times kept for them and what becomes of these."""
    house = run_house(slug)
    agreement = _agreement(house, agreement_id)
    form = _allotment_form(house, values=False)
    form.valid_from.data = day_text(max(_today(house), agreement.valid_from))
    return _page(house, agreement, form)


@bp.post("/team/<slug>/partner/<int:agreement_id>/kontingent")
@staff
def allot(slug: str, agreement_id: int) -> ResponseReturnValue:
    """Keep a weekday and time of a space for the partner."""
    house = run_house(slug)
    agreement = _agreement(house, agreement_id)
    form = _allotment_form(house, values=True)
    if not form.validate():
        return _page(house, agreement, form), 422
    try:
        add_allotment(
            db.session(),
            agreement.id,
            form.asked(_spaces(house)),
            by=me(),
            now=utc_now(),
            once=form.once.data or "",
        )
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        return _page(house, _agreement(house, agreement_id), form), 422
    db.session.commit()
    flash(_("Die Zeit wird ab jetzt freigehalten."), "success")
    return redirect(url_for("partners_staff.show", slug=slug, agreement_id=agreement_id), code=303)


@bp.post("/team/<slug>/partner/<int:agreement_id>/kontingent/<int:allotment_id>/ende")
@staff
def stop(slug: str, agreement_id: int, allotment_id: int) -> ResponseReturnValue:
    """Keep nothing more from today on."""
    house = run_house(slug)
    agreement = _agreement(house, agreement_id)
    allotment = db.session().get(Allotment, allotment_id)
    if allotment is None or allotment.agreement_id != agreement.id:
        abort(404)
    end_allotment(db.session(), allotment_id, last=_today(house), by=me(), now=utc_now())
    db.session.commit()
    flash(_("Ab morgen wird dafür nichts mehr freigehalten."), "success")
    return redirect(url_for("partners_staff.show", slug=slug, agreement_id=agreement_id), code=303)


@bp.post("/team/<slug>/partner/<int:agreement_id>/ende")
@staff
def finish(slug: str, agreement_id: int) -> ResponseReturnValue:
    """Say the last day of the agreement."""
    house = run_house(slug)
    agreement = _agreement(house, agreement_id)
    form = EndForm()
    form.at(_today(house))
    if not form.validate():
        return _page(house, agreement, _allotment_form(house, values=False), end=form), 422
    last = form.day("last")
    assert last is not None
    end_agreement(db.session(), agreement.id, last=last, by=me(), now=utc_now())
    db.session.commit()
    flash(_("Das Ende der Vereinbarung ist eingetragen."), "success")
    return redirect(url_for("partners_staff.show", slug=slug, agreement_id=agreement_id), code=303)


def _today(house: Location) -> date:
    return utc_now().astimezone(house.zone).date()


def _agreement(house: Location, agreement_id: int) -> PartnerAgreement:
    agreement = find_agreement(db.session(), agreement_id)
    if agreement is None or agreement.location_id != house.id:
        abort(404)
    return agreement


def _spaces(house: Location) -> Sequence[Space]:
    return spaces_of(db.session(), [house.id], on=_today(house))


def _allotment_form(house: Location, *, values: bool) -> AllotmentForm:
    form = AllotmentForm(formdata=request.form if values else None)
    form.at(_today(house))
    form.offer(_spaces(house))
    if not values:
        form.name_anew()
    return form


def _list_page(house: Location, form: AgreementForm) -> str:
    today = _today(house)
    agreements = agreements_of_house(db.session(), house.id)
    return render_template(
        "partners/staff/index.html",
        house=house,
        form=form,
        agreements=[
            (
                agreement,
                period_text(agreement),
                [shown_allotment(allotment, today=today) for allotment in agreement.allotments],
                agreement.valid_until is not None and agreement.valid_until < today,
            )
            for agreement in agreements
        ],
    )


def _page(
    house: Location, agreement: PartnerAgreement, form: AllotmentForm, *, end: EndForm | None = None
) -> str:
    session, today = db.session(), _today(house)
    rows = dates_ahead(session, [agreement.id], first=today)[agreement.id]
    return render_template(
        "partners/staff/agreement.html",
        house=house,
        agreement=agreement,
        period=period_text(agreement),
        allotments=[shown_allotment(allotment, today=today) for allotment in agreement.allotments],
        dates=[shown_date(row) for row in rows],
        counts=count_lines(counts(session, agreement.id, before=today)),
        form=form,
        end=end or EndForm(formdata=None),
    )
