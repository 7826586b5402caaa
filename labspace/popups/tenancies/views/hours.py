"""Recording a week of shop hours in one go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.day_words import day_from
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import week_text, weekday_text
from labspace.popups.spans import monday_of
from labspace.popups.tenancies.actions.shop_days import record_days
from labspace.popups.tenancies.actions.visits import record_visits, source_of
from labspace.popups.tenancies.forms import window_words
from labspace.popups.tenancies.hours_forms import WeekForm, week_form
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.queries import opened_days
from labspace.popups.tenancies.shop_words import minimum_text, weekly_text
from labspace.popups.tenancies.states import HAPPENING
from labspace.popups.tenancies.views.blueprint import bp, visible_tenancy
from labspace.times import utc_now
from labspace.visits.models import VisitCount
from labspace.visits.queries import counts_of
from labspace.visits.seen import seen_in, seen_text
from labspace.words import gettext as _


@bp.get("/pop-up/nutzungen/<int:tenancy_id>/oeffnung")
@signed_in
def hours(tenancy_id: int) -> ResponseReturnValue:
    """One week, filled with what was recorded, or else with what was agreed."""
    tenancy, now = visible_tenancy(tenancy_id), utc_now()
    monday = _monday(tenancy, now=now)
    form = _form(tenancy, monday, values=None, now=now)
    counts = counts_of(db.session(), tenancy.booking_id)
    _prefill(form, tenancy, counts)
    return _page(tenancy, form, monday, now=now, seen=seen_text(counts))


@bp.post("/pop-up/nutzungen/<int:tenancy_id>/oeffnung")
@signed_in
def record_hours(tenancy_id: int) -> ResponseReturnValue:
    """Note the week; a day left empty was shut."""
    tenancy, now = visible_tenancy(tenancy_id), utc_now()
    monday = _monday(tenancy, now=now)
    form = _form(tenancy, monday, values=request.form, now=now)
    if not form.validate():
        return _page(tenancy, form, monday, now=now, seen=request.form.get("stand")), 422
    try:
        spans = form.spans(zone=tenancy.space.location.zone)
        record_days(db.session(), tenancy_id, spans, by=me(), now=now)
        seen = seen_in(request.form.get("stand"))
        record_visits(db.session(), tenancy_id, form.numbers(), by=me(), now=now, seen=seen)
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        # Who is told what was written meanwhile has seen it from here on.
        knows = "counted_meanwhile" in refused.codes
        page = _page(tenancy, form, monday, now=now, seen=None if knows else request.form.get("stand"))
        return page, 409 if knows else 422
    db.session.commit()
    flash(_("Eingetragen: %(week)s.", week=week_text(monday)), "success")
    return redirect(url_for("tenancies.show", tenancy_id=tenancy_id), code=303)


def _monday(tenancy: Tenancy, *, now: datetime) -> date:
    """The asked week of the tenancy, else the last one that has begun."""
    first, last = tenancy.first_and_last
    today = now.astimezone(tenancy.space.location.zone).date()
    text = request.args.get("woche", "")
    asked = day_from(text, today=today, past=True) if text else None
    return monday_of(min(max(asked or today, first), last))


def _form(tenancy: Tenancy, monday: date, *, values: object, now: datetime) -> WeekForm:
    first, last = tenancy.first_and_last
    today = now.astimezone(tenancy.space.location.zone).date()
    days = [monday + timedelta(days=number) for number in range(7)]
    open_days = [day for day in days if first <= day <= min(last, today)]
    return week_form(open_days, [weekday_text(day) for day in open_days], values)


def _prefill(form: WeekForm, tenancy: Tenancy, counts: Sequence[VisitCount]) -> None:
    zone = tenancy.space.location.zone
    known = {row.day: row for row in opened_days(db.session(), [tenancy.id])}
    has_any = any(day in known for day in form.days.values())
    for name, day in form.days.items():
        if day in known:
            starts, ends = (moment.astimezone(zone) for moment in (known[day].starts_at, known[day].ends_at))
            closes = 1440 if ends.date() > starts.date() else ends.hour * 60 + ends.minute
            form[name].data = window_words((starts.hour * 60 + starts.minute, closes))
        elif not has_any:
            form[name].data = window_words(tenancy.hours.on(day))
    source = source_of(is_staff=me().runs(tenancy.location_id))
    mine = {row.day: row.count for row in counts if row.source is source}
    for name, day in form.visits.items():
        form[name].data = mine.get(day)


def _page(tenancy: Tenancy, form: WeekForm, monday: date, *, now: datetime, seen: str | None = None) -> str:
    first, last = tenancy.first_and_last
    today = now.astimezone(tenancy.space.location.zone).date()

    def at(moved: date) -> tuple[str, str] | None:
        if not monday_of(first) <= moved <= min(last, today):
            return None
        url = url_for("tenancies.hours", tenancy_id=tenancy.id, woche=moved.isoformat())
        return week_text(moved), url

    return render_template(
        "popups/tenancies/hours.html",
        tenancy=tenancy,
        house=tenancy.space.location,
        form=form,
        fields=[(form[name], form[number]) for name, number in zip(form.days, form.visits, strict=True)],
        week=week_text(monday),
        here=url_for("tenancies.record_hours", tenancy_id=tenancy.id, woche=monday.isoformat()),
        back=at(monday - timedelta(weeks=1)),
        forth=at(monday + timedelta(weeks=1)),
        seen=seen_text(counts_of(db.session(), tenancy.booking_id)) if seen is None else seen,
        agreed=weekly_text(tenancy.hours),
        minimum=minimum_text(tenancy.minimum),
        may_record=tenancy.state in HAPPENING,
    )
