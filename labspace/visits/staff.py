"""The team's tally sheet: how many came to the house and its café on a day, in all or hour by hour."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import run_house
from labspace.day_words import day_from
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import day_text, long_day_text
from labspace.locations.models import Location
from labspace.spaces.house import House
from labspace.spaces.houses import houses_named
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, utc_now
from labspace.visits.actions import Counted, enter_count, withdraw_count
from labspace.visits.forms import Place, TallyForm, tally_form
from labspace.visits.hours import tallied_hours
from labspace.visits.models import VisitCount
from labspace.visits.queries import all_visited_on, hours_of, stays_of
from labspace.visits.seen import seen_in, seen_text
from labspace.visits.sentences import sentences
from labspace.visits.shown import counted_things, given_numbers, is_ours, stay_texts
from labspace.words import gettext as _

bp = Blueprint("visits_staff", __name__)


@bp.get("/team/<slug>/strichliste")
@staff
def tally(slug: str) -> ResponseReturnValue:
    """What counts for a day, every number given for it, and the form for one more."""
    location, now = run_house(slug), utc_now()
    day = _day(location, request.args.get("tag", ""), now=now)
    rows = all_visited_on(db.session(), location.id, day)
    form = _form(location, day, None, now=now)
    _prefill(form, rows)
    return _page(location, day, form, rows, now=now)


@bp.post("/team/<slug>/strichliste")
@staff
def enter(slug: str) -> ResponseReturnValue:
    """Keep a number; the one it corrects stays as a fact."""
    location, now, session = run_house(slug), utc_now(), db.session()
    day = _day(location, request.form.get("tag", ""), now=now)
    form, seen = _form(location, day, request.form, now=now), request.form.get("stand")
    problems: list[str] = []
    status = 422
    if form.validate():
        try:
            enter_count(session, _counted(location, day, form), by=me(), now=now, seen=seen_in(seen))
        except Refused as refused:
            session.rollback()
            problems = sentences(refused.refusals)
            if "counted_meanwhile" in refused.codes:
                # Whoever is told what was written meanwhile has seen it from here on.
                seen, status = None, 409
        else:
            session.commit()
            flash(_("Eingetragen für %(day)s.", day=day_text(day)), "success")
            return _to(slug, day)
    rows = all_visited_on(session, location.id, day)
    return _page(location, day, form, rows, now=now, problems=problems, seen=seen), status


@bp.post("/team/<slug>/strichliste/<int:count_id>/ruecknahme")
@staff
def withdraw(slug: str, count_id: int) -> ResponseReturnValue:
    """Let a number no longer count that was entered wrongly; it stays as a fact."""
    location = run_house(slug)
    row = db.session().get(VisitCount, count_id)
    if row is None or row.location_id != location.id or row.booking_id is not None or not is_ours(row):
        abort(404)
    day = row.day
    withdraw_count(db.session(), count_id, by=me(), now=utc_now())
    db.session.commit()
    flash(_("Die Zahl zählt nicht mehr. Sie bleibt unten stehen."), "success")
    return _to(slug, day)


def _to(slug: str, day: date) -> ResponseReturnValue:
    return redirect(url_for("visits_staff.tally", slug=slug, tag=day.isoformat()), code=303)


def _day(location: Location, text: str, *, now: datetime) -> date:
    """The asked day, today where none is named; no later than today."""
    today = now.astimezone(location.zone).date()
    return min((day_from(text, today=today, past=True) if text else None) or today, today)


def _house(location: Location) -> House:
    return houses_named(db.session(), {location.id})[location.id]


def _places(house: House, day: date) -> Sequence[Place]:
    has_cafe = any(space.kind is SpaceKind.CAFE_TABLE for space in house.spaces_on(day))
    return list(Place) if has_cafe else [Place.HOUSE]


def _form(location: Location, day: date, values: object, *, now: datetime) -> TallyForm:
    house = _house(location)
    opening = house.open_spans(TimeSpan.of_days(day, day, zone=house.zone))
    hours = tallied_hours(day, opening, zone=house.zone, now=now)
    return tally_form(hours, _places(house, day), values, zone=house.zone)


def _prefill(form: TallyForm, rows: Collection[VisitCount]) -> None:
    """With `?zahl=…` the number that is to be corrected."""
    wanted = request.args.get("zahl", "")
    row = next((one for one in rows if str(one.id) == wanted and is_ours(one)), None)
    if row is None:
        return
    form["place"].data = Place.CAFE if row.kind is SpaceKind.CAFE_TABLE else Place.HOUSE
    form["source"].data, form.note.data = row.source.value, row.note
    hours = hours_of(db.session(), [row.id]).get(row.id, {})
    for name, at in form.hour_names.items():
        form[name].data = hours.get(at)
    if not hours:
        form.people.data = row.count


def _counted(location: Location, day: date, form: TallyForm) -> Counted:
    return Counted(
        location_id=location.id,
        day=day,
        span=TimeSpan.of_days(day, day, zone=location.zone),
        count=form.count(),
        source=form.told_source(),
        kind=form["place"].data.kind,
        note=form.note.data or "",
        hours=form.hours(),
    )


def _page(
    location: Location,
    day: date,
    form: TallyForm,
    rows: Sequence[VisitCount],
    *,
    now: datetime,
    problems: Sequence[str] = (),
    seen: str | None = None,
) -> str:
    session, zone = db.session(), location.zone
    today = now.astimezone(zone).date()

    def at(other: date) -> tuple[str, str]:
        url = url_for("visits_staff.tally", slug=location.slug, tag=other.isoformat())
        return long_day_text(other), url if other <= today else ""

    return render_template(
        "visits/tally.html",
        house=location,
        day=day.isoformat(),
        long_day=long_day_text(day),
        back=at(day - timedelta(days=1)),
        forth=at(day + timedelta(days=1)),
        today=(_("Heute"), at(today)[1]) if day != today else None,
        form=form,
        problems=problems,
        seen=seen_text(rows) if seen is None else seen,
        things=counted_things(rows),
        numbers=given_numbers(rows, hours_of(session, [row.id for row in rows]), zone=zone),
        stays=stay_texts(stays_of(session, [location.id])[location.id], day),
        has_cafe=Place.CAFE in _places(_house(location), day),
        shows_hours=any(field.data is not None or field.errors for field in form.hour_fields()),
    )
