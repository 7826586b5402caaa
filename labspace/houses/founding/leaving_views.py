"""Moving a house, closing it for good and opening it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.shown import ShownBooking
from labspace.bookings.staff.blueprint import keep_house, run_house
from labspace.db import db
from labspace.errors import Refused
from labspace.houses.actions import BookingsTouched
from labspace.houses.founding.blueprint import bp, refused_page, seen_first
from labspace.houses.founding.closing import close_for_good, closure_for_good, open_again
from labspace.houses.founding.forms import CloseForm, MoveForm, ReopenForm
from labspace.houses.founding.moving import move_house
from labspace.houses.founding.shown import places_shown
from labspace.houses.shown import shown_time
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/team/<slug>/umzug")
@staff
def moving(slug: str) -> ResponseReturnValue:
    """The form for a move."""
    own, now = keep_house(slug), utc_now()
    city = own.place_on(now.astimezone(own.zone).date()).city
    return _move_page(own, MoveForm(formdata=None, city=city, tells=True), [], now=now)


@bp.post("/team/<slug>/umzug")
@staff
def move(slug: str) -> ResponseReturnValue:
    """Move; bookings nobody has looked at are shown first."""
    own, now, session = keep_house(slug), utc_now(), db.session()
    form = MoveForm()
    form.at(now, zone=own.zone)
    if not form.validate():
        return _move_page(own, form, [], now=now), 422
    try:
        move_house(
            session,
            own.id,
            form.place(),
            seen=form.seen.data or "",
            tells=bool(form.tells.data),
            by=me(),
            now=now,
        )
    except BookingsTouched as touched:
        found = seen_first(form, touched)
        return _move_page(run_house(slug), form, found, now=now), 409
    except Refused as refused:
        return refused_page(refused, form, lambda: _move_page(run_house(slug), form, [], now=now))
    session.commit()
    flash(_("Der Umzug ist eingetragen. Zurücknehmen können Sie ihn unter „Änderungen“."), "success")
    return redirect(url_for("founding_staff.house", slug=slug), code=303)


@bp.get("/team/<slug>/dauerhafte-schliessung")
@staff
def closing(slug: str) -> ResponseReturnValue:
    """The form to close for good, or to open again."""
    own, now = keep_house(slug), utc_now()
    return _closing_page(own, CloseForm(formdata=None), ReopenForm(formdata=None), [], now=now)


@bp.post("/team/<slug>/dauerhafte-schliessung")
@staff
def close(slug: str) -> ResponseReturnValue:
    """Close with no known end; bookings nobody has looked at are shown first."""
    own, now, session = keep_house(slug), utc_now(), db.session()
    form, again = CloseForm(), ReopenForm(formdata=None)
    form.at(now, zone=own.zone)
    if not form.validate():
        return _closing_page(own, form, again, [], now=now), 422
    day = form.chosen_day()
    assert day is not None
    try:
        close_for_good(
            session,
            own,
            day=day,
            reason=form.reason.data or "",
            reason_en=form.reason_en.data or "",
            seen=form.seen.data or "",
            cancels=form.cancels,
            by=me(),
            now=now,
        )
    except BookingsTouched as touched:
        found = seen_first(form, touched)
        return _closing_page(run_house(slug), form, again, found, now=now), 409
    except Refused as refused:
        return refused_page(refused, form, lambda: _closing_page(run_house(slug), form, again, [], now=now))
    session.commit()
    flash(_("Das Haus schließt. Alles, was war, bleibt; wieder öffnen können Sie es hier."), "success")
    return redirect(url_for("founding_staff.closing", slug=slug), code=303)


@bp.post("/team/<slug>/wiedereroeffnung")
@staff
def reopen(slug: str) -> ResponseReturnValue:
    """Open again from a day on."""
    own, now, session = keep_house(slug), utc_now(), db.session()
    form = ReopenForm()
    form.at(now, zone=own.zone)
    if not form.validate():
        return _closing_page(own, CloseForm(formdata=None), form, [], now=now), 422
    day = form.chosen_day()
    assert day is not None
    try:
        open_again(session, own.id, day=day, by=me(), now=now)
    except LookupError:
        session.rollback()
        flash(_("Das Haus ist nicht dauerhaft geschlossen."), "warning")
        return redirect(url_for("founding_staff.closing", slug=slug), code=303)
    except Refused as refused:
        return refused_page(
            refused,
            form,
            lambda: _closing_page(run_house(slug), CloseForm(formdata=None), form, [], now=now),
        )
    session.commit()
    flash(_("Das Haus öffnet wieder. Abgesagte Buchungen bleiben abgesagt."), "success")
    return redirect(url_for("founding_staff.house", slug=slug), code=303)


def _move_page(own: Location, form: MoveForm, touched: Sequence[ShownBooking], *, now: datetime) -> str:
    return render_template(
        "houses/move.html", house=own, form=form, touched=touched, places=places_shown(own)
    )


def _closing_page(
    own: Location, form: CloseForm, again: ReopenForm, touched: Sequence[ShownBooking], *, now: datetime
) -> str:
    closure = closure_for_good(db.session(), own.id)
    return render_template(
        "houses/closing.html",
        house=own,
        form=form,
        again=again,
        touched=touched,
        closure=shown_time(closure, own) if closure else None,
    )
