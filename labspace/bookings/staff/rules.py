"""The rules of a house for its team to read, and what the team let pass against them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.rulebook.models import RuleOverride
from labspace.bookings.rulebook.names import rule_names
from labspace.bookings.rulebook.override_queries import house_overrides
from labspace.bookings.rulebook.page import rules_by_kind
from labspace.bookings.rulebook.queries import rule_entries
from labspace.bookings.shown import ShownBooking, shown
from labspace.bookings.staff.blueprint import bp, run_house
from labspace.db import db
from labspace.formats import clock_text, long_day_text, weekday_text
from labspace.spaces.queries import spaces_of
from labspace.times import utc_now
from labspace.words import gettext as _

ON_ONE_PAGE = 30


@bp.get("/team/<slug>/regeln")
@staff
def rules(slug: str) -> ResponseReturnValue:
    """What holds today, by kind, and every dated rule that holds today or later."""
    house = run_house(slug)
    today = utc_now().astimezone(house.zone).date()
    entries = rule_entries(db.session(), [house.id])[house.id]
    spaces = spaces_of(db.session(), [house.id], on=today)
    return render_template(
        "bookings/staff/rules.html",
        house=house,
        day=long_day_text(today),
        kinds=rules_by_kind(entries, spaces, on=today),
        keeps=me().keeps(house.id),
    )


@dataclass(frozen=True)
class ShownOverride:
    """One exception in the list."""

    booking: ShownBooking
    when: str
    who: str
    rules: str
    reason: str


@bp.get("/team/<slug>/ausnahmen")
@staff
def overrides(slug: str) -> ResponseReturnValue:
    """Who of the team let which rules pass, when, why and for which booking; newest first."""
    house, number = run_house(slug), _page_number()
    rows = house_overrides(db.session(), house.id, limit=ON_ONE_PAGE + 1, offset=(number - 1) * ON_ONE_PAGE)

    def page_url(other: int) -> str:
        return url_for("bookings_staff.overrides", slug=house.slug, seite=other if other > 1 else None)

    return render_template(
        "bookings/staff/overrides.html",
        house=house,
        rows=[_shown(row) for row in rows[:ON_ONE_PAGE]],
        newer=page_url(number - 1) if number > 1 else "",
        older=page_url(number + 1) if len(rows) > ON_ONE_PAGE else "",
    )


def _page_number() -> int:
    text = request.args.get("seite", "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _shown(row: RuleOverride) -> ShownOverride:
    zone = row.booking.location.zone
    day, time = weekday_text(row.at.astimezone(zone).date()), clock_text(row.at, zone=zone)
    return ShownOverride(
        booking=shown(row.booking),
        when=_("%(day)s, %(time)s Uhr", day=day, time=time),
        who=row.by.name,
        rules=rule_names(row.broken),
        reason=row.reason,
    )
