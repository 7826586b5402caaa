"""A series with all its dates, and the skipped ones of a person to take up or give up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labspace.access import me, signed_in
from labspace.bookings.queries import organisation_ids_of
from labspace.bookings.sentences import sentences
from labspace.bookings.series.actions import (
    give_up_date,
    take_up_date,
)
from labspace.bookings.series.actions.reach import is_ahead
from labspace.bookings.series.actions.take_up import Elsewhere
from labspace.bookings.series.again import judge_again
from labspace.bookings.series.letters import name_of_series
from labspace.bookings.series.models import DateState, Series, SeriesDate
from labspace.bookings.series.queries import dates_of, find_series, skipped_dates_of, successor_of
from labspace.bookings.series.recurrence import MOST_DATES, occurrence_on
from labspace.bookings.series.recurrence_words import clock_minutes_text, clock_value, end_text, rule_text
from labspace.bookings.series.repeat_forms import HOW_OFTEN
from labspace.bookings.series.shown import series_date, shown_skip
from labspace.bookings.views.blueprint import bp
from labspace.bookings.views.series_new import chosen_places
from labspace.db import db
from labspace.errors import Refused
from labspace.spaces.names import space_names
from labspace.times import utc_now
from labspace.words import gettext as _
from labspace.words import ngettext


def visible_series(reference: str) -> Series:
    """The series, if the signed-in person may see it: whoever booked, the staff, fellow members."""
    series = find_series(db.session(), reference)
    if series is None or not (may_change_series(series) or _is_fellow(db.session(), series)):
        abort(404)
    return series


def may_change_series(series: Series) -> bool:
    """Whether it is the signed-in person's, or they run its house."""
    return series.booked_by_id == me().id or me().runs(series.location_id)


def _is_fellow(session: Session, series: Series) -> bool:
    return series.organisation_id is not None and series.organisation_id in organisation_ids_of(
        session, me().id
    )


@bp.get("/serien/<series_reference>")
@signed_in
def show_series(series_reference: str) -> ResponseReturnValue:
    """All dates: those ahead, those skipped with their reasons, those that are over."""
    series, now, session = visible_series(series_reference), utc_now(), db.session()
    rows = dates_of(session, series.id)
    ahead = [one for one in rows if is_ahead(one, now=now)]
    dates = [series_date(one, series, now=now) for one in rows]
    first = ahead[0].booking.reference if ahead and ahead[0].booking else ""
    return render_template(
        "bookings/series/show.html",
        series=series,
        name=name_of_series(series),
        pairs=_pairs(series),
        coming=[one for one in dates if not one.is_past],
        past=[one for one in dates if one.is_past],
        summary=ngettext("Noch %(num)d Termin", "Noch %(num)d Termine", len(ahead)) if ahead else "",
        has_skipped=any(one.state is DateState.SKIPPED and not _is_over(one, now) for one in rows),
        first=first if may_change_series(series) else "",
        before=session.get(Series, series.predecessor_id) if series.predecessor_id else None,
        after=successor_of(session, series.id),
        again=_again(series, rows) if series.booked_by_id == me().id else "",
    )


def _is_over(one: SeriesDate, now: datetime) -> bool:
    return one.starts_at is None or one.starts_at <= now


def _pairs(series: Series) -> list[tuple[str, str]]:
    return [
        (_("Fläche"), space_names(series.spaces) or str(series.kind.label)),
        (_("Standort"), series.location.name),
        (_("Wiederholung"), rule_text(series.recurrence)),
        (_("Uhrzeit"), clock_minutes_text(series.starts_minute, series.ends_minute)),
        (_("Ende"), end_text(series.recurrence)),
        (_("Gebucht von"), series.booked_by.name),
        (_("Seriennummer"), series.reference),
    ]


def _again(series: Series, rows: Sequence[SeriesDate]) -> str:
    """The booking form for the series that would follow this one."""
    rule = series.recurrence
    names = dict(zip(("DAILY", "WEEKLY"), HOW_OFTEN, strict=False))
    often = names.get(rule.frequency.value) or ("monatlich" if rule.month_day else "wochentag")
    following = _following(series, after=max(one.day for one in rows))
    values: dict[str, Any] = {
        "flaeche": [space.public_id for space in series.spaces] or None,
        "standort": series.location.slug if series.is_pool else None,
        "art": series.kind.value if series.is_pool else None,
        "tag": following.isoformat(),
        "von": clock_value(series.starts_minute),
        "bis": clock_value(series.ends_minute),
        "personen": series.people,
        "titel": series.title or None,
        "wiederholung": often,
        "abstand": rule.interval,
        "wochentage": list(rule.weekdays) if often == "woechentlich" else None,
        "anzahl": min(len(rows), 10),
    }
    return url_for("bookings.new", **values)


def _following(series: Series, *, after: date) -> date:
    """The next day its rule would name if it did not end."""
    endless = replace(series.recurrence, until=None, count=4 * MOST_DATES)
    return next((day for day in endless.days(first=series.first_on) if day > after), after)


@bp.get("/ausgefallene-termine")
@signed_in
def skipped() -> ResponseReturnValue:
    """The skipped dates of a person, each judged anew: free to take up, or why still not."""
    return _inbox([]), 200


@bp.post("/ausgefallene-termine/<int:date_id>/aufnahme")
@signed_in
def take_up(date_id: int) -> ResponseReturnValue:
    """Book the date, or what was offered instead; pressed twice, it is booked once."""
    now = utc_now()
    try:
        booking = take_up_date(db.session(), date_id, by=me(), now=now, instead=_elsewhere(date_id))
    except LookupError:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        return _inbox(sentences(refused.refusals)), 409
    db.session.commit()
    flash(_("Der Termin ist gebucht und steht wieder in Ihrer Serie."), "success")
    return redirect(url_for("bookings.show", reference=booking.reference), code=303)


@bp.post("/ausgefallene-termine/<int:date_id>/verzicht")
@signed_in
def give_up(date_id: int) -> ResponseReturnValue:
    """Put the date away; it is not offered any more."""
    try:
        give_up_date(db.session(), date_id, by=me())
    except LookupError:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        return _inbox(sentences(refused.refusals)), 409
    db.session.commit()
    flash(_("Auf den Termin ist verzichtet."), "success")
    return redirect(url_for("bookings.skipped"), code=303)


def _inbox(refused: list[str]) -> str:
    session, now = db.session(), utc_now()
    dates = skipped_dates_of(session, me().id, now=now)
    found = judge_again(session, dates, now=now, instead=True)
    shown = [shown_skip(one, found.get(one.id)) for one in dates]
    return render_template(
        "bookings/series/skipped.html",
        free=[one for one in shown if one.is_free],
        waiting=[one for one in shown if not one.is_free],
        refused=refused,
    )


def _elsewhere(date_id: int) -> Elsewhere | None:
    one = db.session.get(SeriesDate, date_id)
    if one is None or one.series.booked_by_id != me().id:
        return None
    picked = chosen_places(one.series.location_id, one.series.kind)
    if not picked:
        return None
    other = picked[0]
    at = occurrence_on(one.day, other.starts_minute, other.ends_minute, zone=one.series.location.zone)
    return Elsewhere(space_id=other.space_id, span=at.span) if at.span else None
