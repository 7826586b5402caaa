"""Staff decide what was asked for: options by deadline and rank, and applications."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.actions import (
    confirm_booking,
    reject_booking,
)
from labspace.bookings.extras import extra_of
from labspace.bookings.models import Booking
from labspace.bookings.queries import undecided_bookings
from labspace.bookings.sentences import sentences
from labspace.bookings.states import UNDECIDED
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.events.asked import asked_rows, conflicts_of, facts_of, neighbours_of
from labspace.events.decision.actions.approve import approve_event
from labspace.events.decision.doors import asked_booking, run_house
from labspace.events.decision.eyes import Approval
from labspace.events.decision.forms import ApproveForm, RejectForm
from labspace.events.decision.offered import chosen_conditions, offer, offered_conditions
from labspace.events.decision.page import Forms, decision_page
from labspace.events.decision.warnings import warnings_of
from labspace.events.queries import bookings_around
from labspace.spaces.kinds import SpaceKind
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("events_staff", __name__)


@bp.get("/team/<slug>/anfragen")
@staff
def requests(slug: str) -> ResponseReturnValue:
    """What is to decide in a house, the most pressing first."""
    house, session = run_house(slug), db.session()
    rows = asked_rows(session, undecided_bookings(session, house.id), now=utc_now())
    return render_template("events/staff/requests.html", house=house, rows=rows)


@bp.get("/team/<slug>/anfragen/<reference>")
@staff
def show(slug: str, reference: str) -> ResponseReturnValue:
    """Everything one decision needs."""
    return _page(asked_booking(run_house(slug), reference), Forms())


@bp.post("/team/<slug>/anfragen/<reference>/bestaetigung")
@staff
def confirm(slug: str, reference: str) -> ResponseReturnValue:
    """Confirm a request or the first-ranked option; the first of four eyes recommends."""
    booking = asked_booking(run_house(slug), reference)
    texts = offered_conditions(db.session(), booking)
    form = offer(ApproveForm(request.form), texts)
    if not form.validate():
        return _page(booking, Forms(approve=form)), 422
    try:
        meaning = _approve(booking, form, chosen_conditions(form, texts, booking))
    except Refused as refused:
        # What lapsed meanwhile stays settled, whatever becomes of this decision.
        db.session.commit()
        return _page(booking, Forms(approve=form), refused=refused), status_of(refused)
    db.session.commit()
    if meaning is Approval.RECOMMENDS:
        flash(_("Empfohlen. Jetzt bestätigt eine zweite Person aus dem Team."), "success")
    else:
        flash(_("Bestätigt. Die anfragende Person bekommt eine Mail."), "success")
    return redirect(url_for("events_staff.requests", slug=slug), code=303)


def _approve(booking: Booking, form: ApproveForm, conditions: list[str]) -> Approval:
    session, by, now, seen = db.session(), me(), utc_now(), form.expected_version()
    if booking.kind is SpaceKind.EVENT_AREA:
        return approve_event(
            session,
            booking.id,
            by=by,
            now=now,
            conditions=conditions,
            over_rank_reason=form.over_rank.data or "",
            expected_version=seen,
        )
    confirm_booking(session, booking.id, by=by, now=now, expected_version=seen)
    return Approval.CONFIRMS


@bp.post("/team/<slug>/anfragen/<reference>/ablehnung")
@staff
def reject(slug: str, reference: str) -> ResponseReturnValue:
    """Refuse, with the reason the asking person is told."""
    booking, form = asked_booking(run_house(slug), reference), RejectForm(request.form)
    if not form.validate():
        return _page(booking, Forms(reject=form)), 422
    try:
        reject_booking(
            db.session(),
            booking.id,
            by=me(),
            code=form.chosen_code(),
            reason=form.reason.data or "",
            now=utc_now(),
            expected_version=form.expected_version(),
        )
    except Refused as refused:
        db.session.rollback()
        return _page(booking, Forms(reject=form), refused=refused), status_of(refused)
    db.session.commit()
    flash(_("Abgelehnt. Die anfragende Person bekommt den Grund per Mail."), "success")
    return redirect(url_for("events_staff.requests", slug=slug), code=303)


def _page(booking: Booking, forms: Forms, *, refused: Refused | None = None) -> str:
    session, now = db.session(), utc_now()
    if booking.kind is SpaceKind.EVENT_AREA:
        return decision_page(session, booking, reader=me(), now=now, forms=forms, refused=refused)
    form = forms.reject or RejectForm(formdata=None)
    form.version.data = str(booking.version)
    around = bookings_around(session, booking)
    return render_template(
        "events/staff/request.html",
        house=booking.location,
        booking=booking,
        form=form,
        pairs=facts_of(booking),
        extra=extra_of(session, booking),
        for_staff=True,
        warnings=warnings_of(session, booking, now=now),
        conflicts=conflicts_of(booking, around),
        neighbours=neighbours_of(booking, around),
        is_undecided=booking.state in UNDECIDED,
        may_confirm=booking.state in UNDECIDED and booking.option_rank in (None, 1),
        problems=sentences(refused.refusals) if refused else [],
    )
