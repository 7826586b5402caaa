"""Booking a series: every date shown before it is sent, then all or the free ones."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from labspace.access import me, signed_in
from labspace.accounts.models import Organisation
from labspace.accounts.tariff_groups import group_of_booker
from labspace.bookings.prices.kept import kept_tariffs, quote_for
from labspace.bookings.prices.words import amount_text, no_invoice
from labspace.bookings.sentences import sentences
from labspace.bookings.series.actions import place_series
from labspace.bookings.series.actions.place import SeriesPlan, plan_series
from labspace.bookings.series.actions.rows import person_refusals
from labspace.bookings.series.plan import PlannedDate, SeriesRefused, with_alternatives
from labspace.bookings.series.recurrence_words import clock_minutes_text, end_text, rule_text
from labspace.bookings.series.repeat_forms import FIELDS, RepeatForm
from labspace.bookings.series.shown import planned_date
from labspace.bookings.series.wishes import Instead, SeriesWish
from labspace.bookings.staff_forms import EnterForm
from labspace.bookings.views.blueprint import bp, status_of
from labspace.bookings.views.wanted import form_for, wanted_from
from labspace.bookings.wanted import Wanted
from labspace.db import db
from labspace.errors import Refused
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.names import space_names
from labspace.times import utc_now
from labspace.words import gettext as _
from labspace.words import ngettext

KEPT = (
    "flaeche",
    "standort",
    "art",
    "merkmal",
    "tag",
    "von",
    "bis",
    "personen",
    "fuer",
    "titel",
    "theme",
    *FIELDS,
)
"""What the preview carries on to the booking, and back to the form."""


@bp.post("/serien")
@signed_in
def create_series() -> ResponseReturnValue:
    """Book all dates, or the free ones and keep the others; refused, the preview comes back as it is now."""
    wanted, now = wanted_from(request.form), utc_now()
    form = form_for(wanted, request.form, now=now)
    form.must_repeat = True
    if not wanted.kind.is_booked_at_once or not form.validate():
        return redirect(_back(), code=303)
    wish = series_wish(wanted, form, instead=chosen_instead(wanted))
    try:
        series = place_series(
            db.session(),
            wish,
            booked_by=me(),
            now=now,
            skip=request.form.get("modus") == "frei",
            once=form.once.data or "",
        )
    except Refused as refused:
        db.session.rollback()
        return preview(wanted, form, now=now, refused=refused)
    db.session.commit()
    flash(_("Die Serie ist gebucht. Eine Mail mit allen Terminen ist unterwegs."), "success")
    return redirect(url_for("bookings.show_series", series_reference=series.reference), code=303)


def preview(
    wanted: Wanted, form: RepeatForm, *, now: datetime, refused: Refused | None = None
) -> ResponseReturnValue:
    """The page with each date's state; nothing is written or locked."""
    session, wish = db.session(), series_wish(wanted, form, instead=chosen_instead(wanted))
    broken = person_refusals(session, me(), organisation_id=wish.details.organisation_id)
    if isinstance(refused, SeriesRefused):
        form.refuse(_("Inzwischen ist nicht mehr jeder Termin frei. Gebucht ist noch nichts."))
    elif refused is not None:
        broken = list(refused.refusals)
        form.once.data = secrets.token_urlsafe(16)
    try:
        plan = plan_series(session, wish, booked_by=me(), now=now)
    except Refused as reasons:
        form.show_refused(reasons.refusals)
        return _page(wanted, form, wish, None, []), status_of(reasons)
    status = status_of(refused) if refused else 422 if broken else 200
    return _page(wanted, form, wish, plan, sentences(broken)), status


def series_wish(
    wanted: Wanted, form: RepeatForm | EnterForm, *, instead: tuple[Instead, ...] = ()
) -> SeriesWish:
    """What was typed, as a wish. Only after `form.validate()`."""
    day, (starts, ends) = form.chosen_day(), form.minutes()
    assert day is not None
    values: dict[str, Any] = (
        {"space_ids": tuple(space.id for space in wanted.spaces)}
        if wanted.spaces
        else {
            "pool_location_id": wanted.house.id,
            "pool_kind": wanted.kind,
            "pool_feature": wanted.feature,
        }
    )
    return SeriesWish(
        rule=form.rule(),
        first_on=day,
        starts_minute=starts,
        ends_minute=ends,
        details=form.details(),
        instead=instead,
        **values,
    )


def chosen_instead(wanted: Wanted) -> tuple[Instead, ...]:
    """The alternatives that were ticked."""
    return chosen_places(wanted.house.id, wanted.kind)


def chosen_places(location_id: int, kind: SpaceKind) -> tuple[Instead, ...]:
    """What the form's `statt` names of the spaces of this kind in the house; everything else is left out."""
    picked = [text.split("|") for text in request.form.getlist("statt")[:200]]
    names = {parts[1] for parts in picked if len(parts) == 4 and parts[1].isprintable()}
    named = select(Space.public_id, Space.id).where(
        Space.public_id.in_(names), Space.location_id == location_id, Space.kind == kind
    )
    ids = {row.public_id: row.id for row in db.session.execute(named)} if names else {}
    return tuple(one for parts in picked if (one := _instead(parts, ids)) is not None)


def _instead(parts: list[str], ids: dict[str, int]) -> Instead | None:
    if len(parts) != 4 or parts[1] not in ids:
        return None
    try:
        day, starts, ends = date.fromisoformat(parts[0]), int(parts[2]), int(parts[3])
    except ValueError:
        return None
    if not 0 <= starts < ends <= 1440:
        return None
    return Instead(day=day, space_id=ids[parts[1]], starts_minute=starts, ends_minute=ends)


def _page(
    wanted: Wanted, form: RepeatForm, wish: SeriesWish, plan: SeriesPlan | None, refused: list[str]
) -> str:
    planned = with_instead(plan, wish) if plan else []
    return render_template(
        "bookings/series/preview.html",
        form=form,
        refused=refused,
        kept=[(name, value) for name in KEPT for value in request.form.getlist(name)],
        back=_back(),
        **preview_values(wanted, wish, planned),
    )


def preview_values(wanted: Wanted, wish: SeriesWish, planned: Sequence[PlannedDate]) -> dict[str, Any]:
    """What every page shows of a series before it is booked: its facts, its dates, and how many are free."""
    free = sum(1 for one in planned if one.is_free)
    price = _price(wanted, wish, planned)
    dates = [
        planned_date(one, zone=wanted.house.zone, tells_place=not wanted.spaces and one.is_free)
        for one in planned
    ]
    return {
        "pairs": [
            (_("Fläche"), space_names(wanted.spaces) or str(wanted.kind.label)),
            (_("Standort"), wanted.house.name),
            (_("Wiederholung"), rule_text(wish.rule)),
            (_("Uhrzeit"), clock_minutes_text(wish.starts_minute, wish.ends_minute)),
            (_("Ende"), end_text(wish.rule)),
            (_("Preis zusammen"), price),
        ],
        "no_invoice": no_invoice() if price else "",
        "dates": dates,
        "free": free,
        "all_free": free == len(dates),
        "summary": _summary(free, len(dates)),
        "chosen": set(request.form.getlist("statt")),
    }


def with_instead(plan: SeriesPlan, wish: SeriesWish) -> list[PlannedDate]:
    """The dates of a plan, the refused ones with what is nearest."""
    beside = list(plan.board.spaces.values())
    return with_alternatives(plan.board, plan.dates, beside=beside, details=wish.details)


def _price(wanted: Wanted, wish: SeriesWish, planned: Sequence[PlannedDate]) -> str:
    """What the free dates cost together; empty where there is no price."""
    session, tariffs = db.session(), kept_tariffs(db.session(), wanted.house)
    organisation_id = wish.details.organisation_id
    group = group_of_booker(session.get(Organisation, organisation_id) if organisation_id else None)
    quotes = [
        quote_for(session, one.spaces, one.span, group=group, tariffs=tariffs)
        for one in planned
        if one.is_free and one.span is not None
    ]
    priced = [one.price_cents for one in quotes if one is not None]
    return amount_text(sum(priced)) if priced else ""


def _summary(free: int, total: int) -> str:
    if free == total:
        return ngettext("%(num)d Termin, frei.", "%(num)d Termine, alle frei.", total)
    return ngettext(
        "%(free)d von %(num)d Termin ist frei.", "%(free)d von %(num)d Terminen sind frei.", total, free=free
    )


def _back() -> str:
    """The form with everything as it was typed."""
    kept: dict[str, Any] = {name: request.form.getlist(name) for name in KEPT if name in request.form}
    return url_for("bookings.new", **kept)
