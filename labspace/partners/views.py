"""The partner's own page: what was agreed, the times kept for them, and booking or returning them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.accounts.queries import membership_in
from labspace.db import db
from labspace.errors import Refused
from labspace.partners.actions import give_back, use_date
from labspace.partners.forms import UseForm
from labspace.partners.models import AllotmentDate, PartnerAgreement
from labspace.partners.queries import agreements_of_person, counts, dates_ahead, find_agreement, find_date
from labspace.partners.sentences import sentence, sentences
from labspace.partners.shown import count_lines, period_text, shown_allotment, shown_date
from labspace.partners.states import DateState
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("partners", __name__)


@bp.get("/partner")
@signed_in
def index() -> ResponseReturnValue:
    """All agreements of my organisations."""
    agreements = agreements_of_person(db.session(), me().id)
    today = utc_now().date()
    return render_template(
        "partners/index.html",
        agreements=[
            (agreement, period_text(agreement), agreement.holds_on(max(today, agreement.valid_from)))
            for agreement in agreements
        ],
    )


@bp.get("/partner/<int:agreement_id>")
@signed_in
def show(agreement_id: int) -> ResponseReturnValue:
    """One agreement: its times, its dates ahead, what became of those past."""
    return _page(_visible(agreement_id))


@bp.get("/partner/termine/<int:allotment_date_id>")
@signed_in
def new_use(allotment_date_id: int) -> ResponseReturnValue:
    """The form to book a kept date."""
    held = _date(allotment_date_id)
    form = UseForm(formdata=None)
    form.name_anew()
    form.offer(held.allotment.space)
    return _use_page(held, form)


@bp.post("/partner/termine/<int:allotment_date_id>")
@signed_in
def use(allotment_date_id: int) -> ResponseReturnValue:
    """Book a kept date."""
    held = _date(allotment_date_id)
    form = UseForm()
    form.offer(held.allotment.space)
    if not form.validate():
        return _use_page(held, form), 422
    agreement = held.allotment.agreement
    agreed = _("Vereinbarung mit %(partner)s", partner=agreement.organisation.name)
    try:
        used = use_date(
            db.session(),
            held.id,
            form.details(),
            by=me(),
            agreed=agreed,
            now=utc_now(),
            once=form.once.data or "",
        )
    except Refused as refused:
        db.session.rollback()
        if "form_already_sent" in refused.codes:
            form.name_anew()
        form.form_errors.extend(sentence(refusal) for refusal in refused.refusals)
        return _use_page(_date(allotment_date_id), form), 422
    booking = used.booking
    assert booking is not None
    reference = booking.reference
    db.session.commit()
    flash(_("Gebucht."), "success")
    return redirect(url_for("bookings.show", reference=reference), code=303)


@bp.post("/partner/termine/<int:allotment_date_id>/rueckgabe")
@signed_in
def return_date(allotment_date_id: int) -> ResponseReturnValue:
    """Give a kept date back, for everybody to book."""
    held = _date(allotment_date_id)
    agreement_id = held.allotment.agreement_id
    try:
        give_back(db.session(), held.id, by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return _page(_visible(agreement_id), problems=sentences(refused.refusals)), 422
    db.session.commit()
    flash(_("Zurückgegeben. Die Zeit ist jetzt für alle frei."), "success")
    return redirect(url_for("partners.show", agreement_id=agreement_id), code=303)


def _visible(agreement_id: int) -> PartnerAgreement:
    agreement = find_agreement(db.session(), agreement_id)
    if agreement is None or not _may_see(agreement):
        abort(404)
    return agreement


def _may_see(agreement: PartnerAgreement) -> bool:
    if me().runs(agreement.location_id):
        return True
    return membership_in(db.session(), agreement.organisation_id, me().id) is not None


def _date(date_id: int) -> AllotmentDate:
    held = find_date(db.session(), date_id)
    if held is None or membership_in(db.session(), held.allotment.agreement.organisation_id, me().id) is None:
        abort(404)
    return held


def _page(agreement: PartnerAgreement, *, problems: list[str] | None = None) -> str:
    session, today = db.session(), utc_now().astimezone(agreement.location.zone).date()
    rows = dates_ahead(session, [agreement.id], first=today)[agreement.id]
    return render_template(
        "partners/agreement.html",
        agreement=agreement,
        period=period_text(agreement),
        allotments=[shown_allotment(allotment, today=today) for allotment in agreement.allotments],
        dates=[shown_date(row) for row in rows],
        counts=count_lines(counts(session, agreement.id, before=today)),
        is_member=membership_in(session, agreement.organisation_id, me().id) is not None,
        problems=problems or [],
    )


def _use_page(held: AllotmentDate, form: UseForm) -> str:
    return render_template(
        "partners/use.html",
        form=form,
        date=shown_date(held),
        agreement=held.allotment.agreement,
        is_held=held.state is DateState.HELD,
    )
