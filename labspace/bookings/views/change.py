"""Moving, resizing and retelling a booking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from labspace.access import me, signed_in
from labspace.accounts.tariff_groups import group_of
from labspace.bookings.actions import change_booking
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.alternatives import Alternative
from labspace.bookings.forms import ChangeForm
from labspace.bookings.models import Booking
from labspace.bookings.offers import Offer, clock_values, offers
from labspace.bookings.prices.kept import quote_for
from labspace.bookings.prices.words import PriceShown, no_invoice, price_shown
from labspace.bookings.series.scope_forms import Scope, scope_of
from labspace.bookings.series.shown import ShownDate
from labspace.bookings.shown import shown
from labspace.bookings.states import OPEN
from labspace.bookings.views.blueprint import bp, own_booking, status_of
from labspace.bookings.views.series_steps import change_many, spoken, standing_against
from labspace.bookings.wanted import outlook, wanted_instead
from labspace.bookings.wishes import Details, Wish
from labspace.db import db
from labspace.errors import Refused
from labspace.forms import SelectChoice
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.spaces.queries import spaces_of
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/buchungen/<reference>/aenderung")
@signed_in
def change(reference: str) -> ResponseReturnValue:
    """The booking as a form; an alternative's link fills in another time or space."""
    booking, now = _changeable(reference), utc_now()
    values = MultiDict(_values(booking))
    for name in set(values) & set(request.args) - {"version"}:
        values[name] = request.args[name]
    form = _form(booking, values, now=now)
    form.say_day()
    return _page(booking, form, [], scope=scope_of(db.session(), booking, request.args, now=now))


@bp.post("/buchungen/<reference>/aenderung")
@signed_in
def save_change(reference: str) -> ResponseReturnValue:
    """Change all that was typed or nothing; refused, the page says why and what is free instead.

    With `pruefen` only the price of what was typed is shown.
    """
    booking, now = _changeable(reference), utc_now()
    form = _form(booking, request.form, now=now)
    scope = scope_of(db.session(), booking, request.form, now=now)
    if not form.validate():
        return _page(booking, form, [], scope=scope), 422
    if "pruefen" in request.form:
        return _page(booking, form, [], scope=scope)
    if scope is not None and scope.form.is_many:
        return _save_many(booking, form, scope, now=now)
    try:
        wish = _wish(booking, form)
        door = (
            None
            if booking.booked_by_id == me().id
            else StaffDoor(entered_by=me(), reason=form.reason.data or "")
        )
        change_booking(
            db.session(),
            booking.id,
            wish,
            by=me(),
            now=now,
            door=door,
            expected_version=form.expected_version(),
        )
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        scope = scope_of(db.session(), booking, request.form, now=now)
        return _page(booking, form, _instead(booking, form, now=now), scope=scope), status_of(refused)
    db.session.commit()
    flash(_("Geändert. Der Kalendereintrag wird angepasst."), "success")
    return redirect(url_for("bookings.show", reference=booking.reference), code=303)


def _save_many(booking: Booking, form: ChangeForm, scope: Scope, *, now: datetime) -> ResponseReturnValue:
    """Change many dates of a series or, where one stands against it, none."""
    try:
        series = change_many(booking, scope, form, _wish(booking, form), now=now)
    except Refused as refused:
        db.session.rollback()
        for sentence in spoken(refused):
            form.refuse(sentence)
        against = standing_against(refused, booking)
        again = scope_of(db.session(), booking, request.form, now=now)
        return _page(booking, form, [], scope=again, against=against), status_of(refused)
    db.session.commit()
    flash(_("Geändert. Eine Mail mit allen geänderten Terminen ist unterwegs."), "success")
    return redirect(url_for("bookings.show_series", series_reference=series.reference), code=303)


def _changeable(reference: str) -> Booking:
    booking = own_booking(reference)
    if booking.kind is SpaceKind.POPUP_SLOT:
        abort(404)
    return booking


def _values(booking: Booking) -> dict[str, str]:
    return {
        **clock_values(booking.span, zone=booking.location.zone),
        "flaeche": booking.spaces[0].public_id,
        "personen": str(booking.people),
        "titel": booking.title,
        "hinweis": booking.note,
        "version": str(booking.version),
    }


def _form(booking: Booking, values: MultiDict[str, str], *, now: datetime) -> ChangeForm:
    form = ChangeForm(formdata=values)
    form.at(now, zone=booking.location.zone)
    form.space.choices = [SelectChoice(space.public_id, space_name(space)) for space in _spaces(booking)]
    return form


def _spaces(booking: Booking) -> list[Space]:
    """What the booking may be moved to: spaces of its kind in its house; several stay as they are."""
    if len(booking.spaces) > 1:
        return list(booking.spaces[:1])
    day = booking.starts_at.astimezone(booking.location.zone).date()
    found = spaces_of(db.session(), [booking.location_id], on=day, kind=booking.kind)
    return list(dict.fromkeys([*found, *booking.spaces]))


def _chosen(booking: Booking, form: ChangeForm) -> tuple[Space, ...]:
    if len(booking.spaces) > 1:
        return tuple(booking.spaces)
    return tuple(space for space in _spaces(booking) if space.public_id == form.space.data)


def _wish(booking: Booking, form: ChangeForm) -> Wish:
    return Wish(
        span=form.span(),
        space_ids=tuple(space.id for space in _chosen(booking, form)),
        setup_minutes=booking.setup_minutes,
        teardown_minutes=booking.teardown_minutes,
        details=Details(title=form.title.data or "", people=form.people.data or 1, note=form.note.data or ""),
    )


def _instead(booking: Booking, form: ChangeForm, *, now: datetime) -> list[Offer]:
    span = form.find_span()
    if span is None:
        return []
    wanted = wanted_instead(db.session(), booking, {space.id for space in _chosen(booking, form)})
    people = form.people.data or 1
    seen = outlook(
        db.session(), wanted, span, people=people, now=now, booked_by=booking.booked_by, moved=booking
    )

    def link(other: Alternative) -> str:
        parameters: dict[str, Any] = {
            **clock_values(other.span, zone=booking.location.zone),
            "flaeche": other.spaces[0].public_id,
            "personen": people,
            "titel": form.title.data,
        }
        return url_for("bookings.change", reference=booking.reference, **parameters)

    return offers(seen.instead, wished=span, link=link)


def _page(
    booking: Booking,
    form: ChangeForm,
    instead: list[Offer],
    *,
    scope: Scope | None = None,
    against: Sequence[ShownDate] = (),
) -> str:
    return render_template(
        "bookings/change.html",
        booking=shown(booking),
        form=form,
        instead=instead,
        scope=scope,
        against=against,
        is_open=booking.state in OPEN,
        asks_space=len(_spaces(booking)) > 1,
        asks_people=booking.kind is not SpaceKind.DESK,
        asks_reason=booking.booked_by_id != me().id,
        price=_price(booking, form),
        no_invoice=no_invoice(),
    )


def _price(booking: Booking, form: ChangeForm) -> PriceShown | None:
    """What the booking would cost with what the form says, for the group it was booked in."""
    spaces, span = _chosen(booking, form), form.find_span()
    if not spaces or span is None:
        return None
    found = quote_for(
        db.session(), spaces, span, group=booking.tariff_group or group_of(booking.partner_type)
    )
    return (
        price_shown(found, names={space.public_id: space_name(space) for space in spaces}) if found else None
    )
