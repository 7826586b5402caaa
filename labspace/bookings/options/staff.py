"""The team's list of options with their clocks, and what it may do about one."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.models import Booking
from labspace.bookings.options.actions import challenge_as_staff, extend_option
from labspace.bookings.options.board import option_row, option_rows
from labspace.bookings.options.forms import AskForm, ExtendForm
from labspace.bookings.options.queries import partners_of, rivals_of
from labspace.bookings.sentences import sentences
from labspace.bookings.shown import shown
from labspace.bookings.staff.blueprint import house_booking, run_house
from labspace.bookings.states import BookingState
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("options_staff", __name__)


@bp.get("/team/<slug>/optionen")
@staff
def index(slug: str) -> ResponseReturnValue:
    """All options of a house, the most pressing first."""
    house = run_house(slug)
    rows = option_rows(db.session(), house.id, now=utc_now())
    return render_template("bookings/options/index.html", house=house, rows=rows)


@bp.get("/team/<slug>/optionen/<reference>")
@staff
def show(slug: str, reference: str) -> ResponseReturnValue:
    """One option with its queue, and what the team may do about its clock."""
    house = run_house(slug)
    return _page(house, _option(house, reference), _extend_form(house), AskForm(formdata=None))


@bp.post("/team/<slug>/optionen/<reference>/frist")
@staff
def extend(slug: str, reference: str) -> ResponseReturnValue:
    """Set a later deadline, with the reason."""
    house = run_house(slug)
    booking, form = _option(house, reference), _extend_form(house, filled=True)
    if not form.validate():
        return _page(house, booking, form, AskForm(formdata=None)), 422
    return _done(
        house,
        booking,
        lambda: extend_option(
            db.session(),
            booking.id,
            until=form.until(),
            reason=form.reason.data or "",
            by=me(),
            now=utc_now(),
        ),
        _("Frist verlängert. Alle, die es angeht, bekommen eine Mail."),
        extend=form,
    )


@bp.post("/team/<slug>/optionen/<reference>/entscheidungsbitte")
@staff
def challenge(slug: str, reference: str) -> ResponseReturnValue:
    """Ask the first to commit or release, with the reason."""
    house = run_house(slug)
    booking, form = _option(house, reference), AskForm(request.form)
    if not form.validate():
        return _page(house, booking, _extend_form(house), form), 422
    return _done(
        house,
        booking,
        lambda: challenge_as_staff(
            db.session(), booking.id, reason=form.reason.data or "", by=me(), now=utc_now()
        ),
        _("Die Bitte ist unterwegs. Ohne Antwort rückt die nächste Anfrage von selbst nach."),
        ask=form,
    )


def _option(house: Location, reference: str) -> Booking:
    booking = house_booking(house, reference)
    if booking.state is not BookingState.OPTION:
        abort(404)
    return booking


def _extend_form(house: Location, *, filled: bool = False) -> ExtendForm:
    form = ExtendForm(request.form if filled else None)
    form.at(utc_now(), zone=house.zone)
    return form


def _done(
    house: Location,
    booking: Booking,
    step: Callable[[], object],
    said: str,
    *,
    extend: ExtendForm | None = None,
    ask: AskForm | None = None,
) -> ResponseReturnValue:
    try:
        step()
    except Refused as refused:
        # What lapsed on the way stays settled, whatever becomes of this step.
        db.session.commit()
        if booking.state is not BookingState.OPTION:
            flash(" ".join(sentences(refused.refusals)), "warning")
            return redirect(url_for("options_staff.index", slug=house.slug), code=303)
        problems = sentences(refused.refusals)
        page = _page(
            house, booking, extend or _extend_form(house), ask or AskForm(formdata=None), problems=problems
        )
        return page, status_of(refused)
    db.session.commit()
    flash(said, "success")
    return redirect(url_for("options_staff.show", slug=house.slug, reference=booking.reference), code=303)


def _page(
    house: Location,
    booking: Booking,
    extend: ExtendForm,
    ask: AskForm,
    *,
    problems: list[str] | None = None,
) -> str:
    session = db.session()
    return render_template(
        "bookings/options/staff.html",
        house=house,
        row=option_row(session, booking, now=utc_now()),
        rivals=[(other.option_rank, shown(other)) for other in rivals_of(session, booking)],
        partners=[one.user.name for one in partners_of(session, booking.id) if one.joined_at and one.user],
        extend=extend,
        ask=ask,
        problems=problems or [],
    )
