"""The house page: its floor plan, the list twin, the time control, and the opened space."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import public, visitor
from labspace.bookings.availability import Standing
from labspace.db import db
from labspace.formats import day_text, hours_text, long_day_text
from labspace.front.asked import Asked, read_day
from labspace.front.house_day import HouseDay, house_day
from labspace.front.plan_view import plan_views
from labspace.front.quick_times import quick_times
from labspace.front.space_view import SpaceView, legend, time_query, view_of
from labspace.locations.hours import holiday_name
from labspace.locations.models import Location
from labspace.locations.queries import find_location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("house", __name__)

KIND_ORDER = tuple(SpaceKind)
FITNESS = (
    Standing.YOURS,
    Standing.FREE,
    Standing.PARTLY,
    Standing.HELD,
    Standing.TAKEN,
    Standing.BARRED,
    Standing.CLOSED,
)
"""The order of the list twin: what fits the asked time best stands first."""


@bp.get("/standorte/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """The house with its plan for the asked day and hours."""
    house = get_house(slug)
    day = load_day(house)
    views = {space.id: space_view(day, space) for space in day.spaces}
    problems = problem_texts(day.asked)
    page = render_template(
        "front/house.html",
        house=house,
        day=day,
        times=time_texts(day),
        problems=problems,
        plans=plan_views(db.session(), house, day, views),
        groups=by_kind(views.values()),
        opened=opened_space(day, views),
        quick=quick_times(day),
        pool_url=pool_url(day, views),
        legend=legend([standing for standing in Standing if standing is not Standing.BARRED]),
        query=time_query(day.asked.span, zone=house.zone),
    )
    return page, 422 if problems else 200


def get_house(slug: str) -> Location:
    """The house of this address; answers 404 if there is none."""
    return find_location(db.session(), slug) or abort(404)


def load_day(house: Location) -> HouseDay:
    """The day and hours the address asks for."""
    user = visitor()
    return house_day(
        db.session(),
        house,
        request.args,
        day=read_day(request.args.get("tag", "")),
        viewer_id=user.id if user else None,
        now=utc_now(),
        may_see_past=user is not None and user.runs(house.id),
    )


def space_view(day: HouseDay, space: Space) -> SpaceView:
    """One space of the house for the asked time."""
    return view_of(
        space,
        day.times[space.id],
        day.asked,
        rules=day.rules[space.id],
        scale=day.scale,
        now=day.now,
        house=day.house.slug,
    )


def problem_texts(asked: Asked) -> list[str]:
    """What was typed but cannot be, as sentences."""
    texts = {
        "no_such_day": _("Diesen Tag gibt es nicht. Bitte den Tag so angeben: 24.11.2026."),
        "too_far_to_look": _("Dieser Tag liegt zu weit entfernt. Bitte einen näheren Tag wählen."),
        "no_such_time": _("Diese Uhrzeit gibt es nicht. Bitte die Zeit so angeben: 9:30."),
        "ends_before_it_begins": _("Das Ende liegt vor dem Beginn. Bitte Beginn und Ende prüfen."),
        "local_time_does_not_exist": _(
            "Diese Uhrzeit gibt es an diesem Tag nicht: Die Uhr springt von 2 auf 3 Uhr. Bitte eine andere Zeit wählen."
        ),
    }
    return [texts[code] for code in asked.problems]


def time_texts(day: HouseDay) -> dict[str, str]:
    """The asked day and hours and the opening of that day, in words."""
    zone, asked = day.house.zone, day.asked
    if day.open_spans:
        opening = _(
            "geöffnet %(hours)s", hours=", ".join(hours_text(span, zone=zone) for span in day.open_spans)
        )
    elif holiday := holiday_name(asked.day, region=day.house.holiday_region):
        opening = _("geschlossen (%(holiday)s)", holiday=holiday)
    else:
        opening = _("geschlossen")
    return {
        "day": long_day_text(asked.day),
        "short_day": day_text(asked.day),
        "hours": hours_text(asked.span, zone=zone),
        "opening": opening,
    }


def by_kind(views: Iterable[SpaceView]) -> list[tuple[SpaceKind, list[SpaceView]]]:
    """The list twin: kinds in their order, in each the best fitting first."""
    ordered = sorted(
        views,
        key=lambda view: (KIND_ORDER.index(view.kind), FITNESS.index(view.standing), -view.share_free),
    )
    return [(kind, list(group)) for kind, group in groupby(ordered, key=lambda view: view.kind)]


def opened_space(day: HouseDay, views: dict[int, SpaceView]) -> tuple[Space, SpaceView] | None:
    """The space whose sheet is open."""
    wanted = request.args.get("flaeche")
    for space in day.spaces:
        if wanted and space.public_id == wanted:
            return space, views[space.id]
    return None


def pool_url(day: HouseDay, views: dict[int, SpaceView]) -> str:
    """Where "any free desk" leads; empty when none is free for the whole time."""
    free = any(
        view.kind is SpaceKind.DESK and view.standing is Standing.FREE and not view.hint
        for view in views.values()
    )
    if not free:
        return ""
    query = time_query(day.asked.span, zone=day.house.zone)
    return "/buchungen/neu?" + "&".join(
        f"{name}={value}" for name, value in {"standort": day.house.slug, "art": "desk", **query}.items()
    )


def house_url(day: HouseDay) -> str:
    """This page again, without an opened space."""
    return url_for("house.show", slug=day.house.slug, **time_query(day.asked.span, zone=day.house.zone))
