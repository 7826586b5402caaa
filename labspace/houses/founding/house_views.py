"""Founding a house, and what it says about itself."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from labspace.access import administrator, me, staff
from labspace.bookings.staff.blueprint import keep_house, run_house
from labspace.db import db
from labspace.errors import Refused
from labspace.houses.founding.actions import USUAL_ZONE, describe_house, facts_of, found_house, list_house
from labspace.houses.founding.blueprint import bp, refused_page
from labspace.houses.founding.forms import HouseForm, NewHouseForm
from labspace.houses.founding.shown import house_lines, places_shown, standing_text, steps_of
from labspace.houses.founding.withdrawal_shown import withdrawn_shown
from labspace.houses.queries import touched_bookings
from labspace.houses.record.actions import stamp_of
from labspace.houses.record.sentences import sentence
from labspace.locations.models import FOR_GOOD, Location
from labspace.locations.queries import locations
from labspace.times import TimeSpan, utc_now
from labspace.words import gettext as _


@bp.get("/verwaltung/haeuser")
@administrator
def houses() -> ResponseReturnValue:
    """Every house and how it stands."""
    session = db.session()
    lines = house_lines(session, locations(session), now=utc_now())
    return render_template("houses/all.html", houses=lines, withdrawn=withdrawn_shown(session))


@bp.get("/verwaltung/haeuser/neu")
@administrator
def new() -> ResponseReturnValue:
    """An empty page for a new house."""
    known = locations(db.session())
    region = next((house.holiday_region for house in known if house.holiday_region), "")
    form = NewHouseForm(formdata=MultiDict({"zeiten": "Mo–Fr 9–18", "land": region, "tag": _("heute")}))
    return render_template("houses/new.html", form=form)


@bp.post("/verwaltung/haeuser/neu")
@administrator
def found() -> ResponseReturnValue:
    """Found it; the next page says what it still lacks."""
    form, now, session = NewHouseForm(), utc_now(), db.session()
    known = locations(session)
    form.at(now, zone=known[0].zone if known else ZoneInfo(USUAL_ZONE))
    if not form.validate():
        return render_template("houses/new.html", form=form), 422
    try:
        made = found_house(session, form.new_house(), by=me(), now=now)
    except Refused as refused:
        session.rollback()
        form.slug.errors = [sentence(refusal) for refusal in refused.refusals]
        return render_template("houses/new.html", form=form), 422
    session.commit()
    flash(_("Das Haus ist angelegt. Es steht noch in keiner Liste."), "success")
    return redirect(url_for("founding_staff.house", slug=made.slug), code=303)


@bp.get("/team/<slug>/haus")
@staff
def house(slug: str) -> ResponseReturnValue:
    """What the house says about itself, what it still lacks, and what else may be done with it."""
    own, now = run_house(slug), utc_now()
    facts = facts_of(own, today=now.astimezone(own.zone).date())
    return _house_page(own, HouseForm(formdata=None, **facts), now=now)


@bp.post("/team/<slug>/haus")
@staff
def describe(slug: str) -> ResponseReturnValue:
    """Let it say other facts."""
    own, now, session = keep_house(slug), utc_now(), db.session()
    form = HouseForm()
    if not form.validate():
        return _house_page(own, form, now=now), 422
    ahead = _ahead(own, now=now)
    try:
        changed = describe_house(
            session, own.id, form.facts(), expected=form.stamp.data or "", touched=ahead, by=me(), now=now
        )
    except Refused as refused:
        return refused_page(
            refused, form, lambda: _house_page(run_house(slug), form, now=now, was_changed=True)
        )
    session.commit()
    flash(_("Gespeichert.") if changed else _("Es war nichts zu ändern."), "success")
    return redirect(url_for("founding_staff.house", slug=slug), code=303)


@bp.post("/team/<slug>/haus/listen")
@staff
def show_in_lists(slug: str) -> ResponseReturnValue:
    """Let lists of houses name it, or no longer."""
    own = keep_house(slug)
    listed = request.form.get("zeigen") == "ja"
    list_house(db.session(), own.id, listed=listed, by=me(), now=utc_now())
    db.session.commit()
    flash(
        _("Das Haus steht jetzt auf der Startseite.")
        if listed
        else _("Das Haus steht in keiner Liste mehr; seine Adresse führt weiter zu ihm."),
        "success",
    )
    return redirect(url_for("founding_staff.house", slug=slug), code=303)


def _ahead(own: Location, *, now: datetime) -> int:
    """How many bookings ahead show what the house says of itself."""
    return len(touched_bookings(db.session(), [own.id], TimeSpan(now, FOR_GOOD), now=now))


def _house_page(own: Location, form: HouseForm, *, now: datetime, was_changed: bool = False) -> str:
    """With `was_changed` what holds now stands beside what was typed, and the next save is over that."""
    session, today = db.session(), now.astimezone(own.zone).date()
    facts = facts_of(own, today=today)
    if was_changed or not form.stamp.data:
        form.stamp.data = stamp_of(facts)
        form.stamp.raw_data = None
    steps = steps_of(session, own)
    return render_template(
        "houses/house.html",
        house=own,
        form=form,
        theirs=facts if was_changed else None,
        ahead=_ahead(own, now=now),
        keeps=me().keeps(own.id),
        facts_now=facts,
        step_rows=[(one.title, one.text, "done" if one.is_done else "next") for one in steps],
        next_page=next((one.leads_to for one in steps if not one.is_done), None),
        standing=standing_text(session, own, now=now),
        places=places_shown(own),
    )
