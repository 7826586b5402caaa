"""Saying how many came to an event: one page for organisers and the team, and the team's list of what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in, staff
from labspace.bookings.models import Booking
from labspace.bookings.options.term_queries import event_terms_of
from labspace.bookings.shown import ShownBooking, shown
from labspace.bookings.staff.blueprint import run_house
from labspace.bookings.states import BookingState
from labspace.bookings.views.blueprint import own_booking, status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.events.attendance.actions import HAPPENED, tell_attendance
from labspace.events.attendance.forms import AttendanceForm, attendance_form
from labspace.events.attendance.queries import told_too_late, untold_events
from labspace.events.attendance.rules import counted_days, due_at, sources_for
from labspace.events.attendance.sentences import sentences
from labspace.events.attendance.shown import (
    Told,
    deadline_text,
    due_text,
    standing_of,
    told_rows,
    winning_text,
)
from labspace.spaces.kinds import SpaceKind
from labspace.times import utc_now
from labspace.visits.kinds import VisitSource
from labspace.visits.queries import all_counts_of, visited
from labspace.visits.seen import seen_in, seen_text
from labspace.words import gettext as _

bp = Blueprint("attendance", __name__)


@bp.get("/buchungen/<reference>/besuche")
@signed_in
def show(reference: str) -> ResponseReturnValue:
    """How many came, as far as somebody said, and the form to say it."""
    booking = _event(reference)
    return _page(booking, _form(booking), now=utc_now())


@bp.post("/buchungen/<reference>/besuche")
@signed_in
def tell(reference: str) -> ResponseReturnValue:
    """Keep the number; a number given before stays as a fact."""
    booking, now = _event(reference), utc_now()
    form = _form(booking, request.form)
    if not form.validate():
        return _page(booking, form, now=now, seen=request.form.get("stand")), 422
    try:
        tell_attendance(
            db.session(),
            booking.id,
            form.people(),
            source=VisitSource(form.source.data),
            note=form.note.data or "",
            by=me(),
            now=now,
            seen=seen_in(request.form.get("stand")),
        )
    except Refused as refused:
        db.session.rollback()
        # Who is told what was written meanwhile has seen it from here on.
        knows = "counted_meanwhile" in refused.codes
        problems = sentences(refused.refusals)
        page = _page(
            booking, form, now=now, problems=problems, seen=None if knows else request.form.get("stand")
        )
        return page, 409 if knows else status_of(refused)
    db.session.commit()
    flash(_("Danke, die Zahl ist eingetragen."), "success")
    return redirect(url_for("attendance.show", reference=booking.reference), code=303)


@bp.get("/team/<slug>/besuche")
@staff
def missing(slug: str) -> ResponseReturnValue:
    """Past events nobody counted, the most overdue first, and what was told too late."""
    house, now, session = run_house(slug), utc_now(), db.session()
    late = told_too_late(session, house.id, now=now)
    told = visited(session, [booking.id for booking in late])
    return render_template(
        "events/attendance/missing.html",
        house=house,
        rows=[_row(booking, now=now) for booking in untold_events(session, house.id, now=now)],
        late=[(shown(booking), winning_text(told[booking.id])) for booking in late],
    )


def _row(booking: Booking, *, now: datetime) -> tuple[ShownBooking, str, bool]:
    days = event_terms_of(db.session(), booking).attendance_due_days
    return (
        shown(booking),
        deadline_text(booking, due_days=days, now=now),
        now >= due_at(booking.ends_at, due_days=days),
    )


def _event(reference: str) -> Booking:
    booking = own_booking(reference)
    if booking.kind is not SpaceKind.EVENT_AREA:
        abort(404)
    return booking


def _form(booking: Booking, values: object = None) -> AttendanceForm:
    is_staff = me().runs(booking.location_id)
    days = [day for day, _part in counted_days(booking.span, zone=booking.location.zone)]
    return attendance_form(days, sources_for(is_staff=is_staff), is_staff=is_staff)(values)


def _page(
    booking: Booking,
    form: AttendanceForm,
    *,
    now: datetime,
    problems: Sequence[str] = (),
    seen: str | None = None,
) -> str:
    session = db.session()
    numbers = all_counts_of(session, booking.id)
    days = event_terms_of(session, booking).attendance_due_days
    found = visited(session, [booking.id]).get(booking.id)
    where = standing_of(booking, found, due_days=days, now=now)
    rows: list[Told] = told_rows(numbers, booking, reader=me())
    return render_template(
        "events/attendance/show.html",
        booking=shown(booking),
        form=form,
        problems=problems,
        standing=where.value,
        deadline=due_text(booking, due_days=days),
        counted=winning_text(found) if found else "",
        rows=rows,
        seen=seen_text(numbers) if seen is None else seen,
        may_tell=booking.state in HAPPENED and now >= booking.starts_at,
        may_count=booking.state in HAPPENED and _is_on(booking, now=now),
        was_missed=booking.state is BookingState.NO_SHOW,
        runs=me().runs(booking.location_id),
        house=booking.location,
    )


def _is_on(booking: Booking, *, now: datetime) -> bool:
    return booking.starts_at - timedelta(hours=2) <= now < booking.ends_at + timedelta(hours=4)
