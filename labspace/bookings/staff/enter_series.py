"""Staff enter a series for somebody: every date shown before it is sent, then all or the free ones."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.accounts.models import User
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.sentences import sentences
from labspace.bookings.series.actions import place_series
from labspace.bookings.series.actions.place import SeriesPlan, plan_series
from labspace.bookings.series.actions.rows import person_refusals
from labspace.bookings.series.plan import SeriesRefused
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.staff.blueprint import bp, run_house
from labspace.bookings.staff.entering import enter_form, enter_page, person_from, search_page
from labspace.bookings.staff_forms import EnterForm
from labspace.bookings.views.blueprint import status_of
from labspace.bookings.views.series_new import (
    KEPT,
    chosen_instead,
    preview_values,
    series_wish,
    with_instead,
)
from labspace.bookings.wanted import Wanted, find_wanted_spaces
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _

KEPT_BY_STAFF = (*KEPT, "person", "grund")
"""What the preview carries on to the booking, and back to the form."""


@bp.post("/team/<slug>/serien")
@staff
def save_series(slug: str) -> ResponseReturnValue:
    """Book all dates for the person, or the free ones and keep the others."""
    house, now = run_house(slug), utc_now()
    person = person_from(request.form)
    if person is None:
        return search_page(house, ""), 422
    form = enter_form(house, person, request.form, now=now)
    form.must_repeat = True
    if not form.validate():
        return enter_page(house, person, form), 422
    try:
        series = place_series(
            db.session(),
            _wish(_wanted(form), form),
            booked_by=person,
            now=now,
            skip=request.form.get("modus") == "frei",
            door=_door(form),
            once=form.once.data or "",
        )
    except Refused as refused:
        db.session.rollback()
        return preview_entered(house, person, form, now=now, refused=refused)
    db.session.commit()
    flash(_("Die Serie ist eingetragen für %(name)s.", name=person.name), "success")
    return redirect(url_for("bookings.show_series", series_reference=series.reference), code=303)


def preview_entered(
    house: Location, person: User, form: EnterForm, *, now: datetime, refused: Refused | None = None
) -> ResponseReturnValue:
    """The page with each date's state, and which rules the reason lets pass; nothing is written or locked."""
    wanted, door = _wanted(form), _door(form)
    wish = _wish(wanted, form)
    broken = person_refusals(db.session(), person, organisation_id=wish.details.organisation_id, door=door)
    if isinstance(refused, SeriesRefused):
        form.refuse(_("Inzwischen ist nicht mehr jeder Termin frei. Gebucht ist noch nichts."))
    elif refused is not None:
        broken = list(refused.refusals)
        form.once.data = secrets.token_urlsafe(16)
    try:
        plan = plan_series(db.session(), wish, booked_by=person, now=now, door=door)
    except Refused as reasons:
        form.show_refused(reasons.refusals)
        return enter_page(house, person, form), status_of(reasons)
    status = status_of(refused) if refused else 422 if broken else 200
    return _page(house, person, form, wanted, wish, plan, sentences(broken)), status


def _wanted(form: EnterForm) -> Wanted:
    wanted = find_wanted_spaces(db.session(), [form.space.data])
    assert wanted is not None, "the form offers what there is"
    return wanted


def _wish(wanted: Wanted, form: EnterForm) -> SeriesWish:
    return series_wish(wanted, form, instead=chosen_instead(wanted))


def _door(form: EnterForm) -> StaffDoor:
    return StaffDoor(entered_by=me(), reason=form.reason.data or "")


def _page(
    house: Location,
    person: User,
    form: EnterForm,
    wanted: Wanted,
    wish: SeriesWish,
    plan: SeriesPlan,
    refused: list[str],
) -> str:
    kept = [(name, value) for name in KEPT_BY_STAFF for value in request.form.getlist(name)]
    again: dict[str, Any] = {
        name: request.form.getlist(name) for name in KEPT_BY_STAFF if name in request.form
    }
    return render_template(
        "bookings/staff/enter_series.html",
        house=house,
        person=person,
        form=form,
        refused=refused,
        kept=kept,
        back=url_for("bookings_staff.enter", slug=house.slug, **again),
        has_reason=bool((form.reason.data or "").strip()),
        **preview_values(wanted, wish, with_instead(plan, wish)),
    )
