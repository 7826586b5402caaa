"""Keeping spaces free for a reason, and giving them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import me, staff
from labspace.bookings.actions import (
    block_space,
    lift_blocking,
)
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.claim_models import Blocking
from labspace.bookings.queries import blockings_of, bookings_holding
from labspace.bookings.reasons import blocking_text
from labspace.bookings.sentences import sentences
from labspace.bookings.shown import ShownBooking, shown
from labspace.bookings.staff.blueprint import bp, run_house
from labspace.bookings.staff_forms import BlockForm, choices_by_kind
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import span_text
from labspace.locations.models import Location
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.spaces.queries import spaces_of, units_by_space
from labspace.times import TimeSpan, utc_now

LOOK_AHEAD = timedelta(days=3653)


@dataclass(frozen=True)
class ShownBlocking:
    """One blocking in a list."""

    id: int
    space: str
    when: str
    reason: str
    note: str
    by: str


@bp.get("/team/<slug>/sperrungen")
@staff
def blockings(slug: str) -> ResponseReturnValue:
    """What is blocked now and later, and the form for another one."""
    house, now = run_house(slug), utc_now()
    filled = {"tag": "", "von": "08:00", "bis": "18:00", "grund": "maintenance", **request.args}
    return _page(house, _form(house, MultiDict(filled), now=now), [], now=now)


@bp.post("/team/<slug>/sperrungen")
@staff
def block(slug: str) -> ResponseReturnValue:
    """Block a space; bookings in the way are named, so that staff can talk to people first."""
    house, now = run_house(slug), utc_now()
    form = _form(house, request.form, now=now)
    if not form.validate():
        return _page(house, form, [], now=now), 422
    space_id = next(space.id for space in _spaces(house, now=now) if space.public_id == form.space.data)
    try:
        block_space(
            db.session(),
            space_id,
            span=form.span(),
            reason=form.reason.data,
            note_text=form.note.data or "",
            by=me(),
            now=now,
        )
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        in_the_way = _in_the_way(house, space_id, form.span()) if isinstance(refused, SpaceTaken) else []
        return _page(house, form, in_the_way, now=now), status_of(refused)
    db.session.commit()
    flash(_("Gesperrt."), "success")
    return redirect(url_for("bookings_staff.blockings", slug=house.slug), code=303)


@bp.post("/team/<slug>/sperrungen/<int:blocking_id>/aufhebung")
@staff
def lift(slug: str, blocking_id: int) -> ResponseReturnValue:
    """Give a blocked space back."""
    house, session = run_house(slug), db.session()
    blocking = session.get(Blocking, blocking_id) if blocking_id < 2**62 else None
    if blocking is None or blocking.space.location_id != house.id:
        abort(404)
    try:
        lift_blocking(session, blocking_id, by=me(), now=utc_now())
    except Refused as refused:
        session.rollback()
        for sentence in sentences(refused.refusals):
            flash(sentence, "warning")
    else:
        session.commit()
        flash(_("Die Sperrung ist aufgehoben."), "success")
    return redirect(url_for("bookings_staff.blockings", slug=house.slug), code=303)


def _spaces(house: Location, *, now: datetime) -> Sequence[Space]:
    return spaces_of(db.session(), [house.id], on=now.astimezone(house.zone).date())


def _form(house: Location, values: MultiDict[str, str], *, now: datetime) -> BlockForm:
    form = BlockForm(formdata=values)
    form.at(now, zone=house.zone)
    form.space.choices = choices_by_kind(_spaces(house, now=now))
    return form


def _in_the_way(house: Location, space_id: int, span: TimeSpan) -> list[ShownBooking]:
    session, day = db.session(), span.starts_at.astimezone(house.zone).date()
    unit_ids = units_by_space(session, [space_id], on=day)[space_id]
    return [shown(booking) for booking in bookings_holding(session, unit_ids, span)]


def _page(house: Location, form: BlockForm, in_the_way: list[ShownBooking], *, now: datetime) -> str:
    rows = blockings_of(db.session(), house.id, TimeSpan(now, now + LOOK_AHEAD), by_hand=True)
    return render_template(
        "bookings/staff/blockings.html",
        house=house,
        form=form,
        in_the_way=in_the_way,
        blockings=[
            ShownBlocking(
                id=row.id,
                space=space_name(row.space),
                when=span_text(row.span, zone=house.zone),
                reason=blocking_text(row),
                note=row.note,
                by=row.created_by.name,
            )
            for row in rows
        ],
    )
