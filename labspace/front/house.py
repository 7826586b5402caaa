"""The house page: its floor plan, the list twin, the time control, and the opened space."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import public, visitor
from labspace.bookings.availability import Standing
from labspace.bookings.rulebook.judging import staffed_in
from labspace.db import db
from labspace.formats import day_text, hours_text, long_day_text, weekday_text
from labspace.front.asked import Asked
from labspace.front.day_strip import clock_choices, day_strip, hour_band, next_open_day, opening_text
from labspace.front.house_day import HouseDay, house_day
from labspace.front.kind_lists import alternatives, kind_lists, pool_url
from labspace.front.links import asked_query, with_query
from labspace.front.people_fit import people_fit
from labspace.front.plan_view import plan_views
from labspace.front.quick_times import quick_times
from labspace.front.rule_notes import bookers_of
from labspace.front.space_rows import rows_of
from labspace.front.space_view import SpaceView, Viewer
from labspace.front.standings import legend
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.houses import find_house
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("house", __name__)

ON_PLAN = (Standing.FREE, Standing.PARTLY, Standing.TAKEN, Standing.CLOSED, Standing.HELD)


@bp.get("/standorte/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """The house with its plan for the asked day and hours."""
    house = get_house(slug)
    day = load_day(house)
    views = space_views(day)
    problems = problem_texts(day.asked)
    opened = opened_space(day, views)
    page = render_template(
        "front/house.html",
        house=house,
        **standing_of(house, now=day.now),
        day=day,
        times=time_texts(day),
        problems=problems,
        closed=closed_text(day),
        strip=day_strip(day),
        band=hour_band(day),
        asked_columns=(
            day.scale.column_of(day.asked.span.starts_at),
            day.scale.column_of(day.asked.span.ends_at),
        ),
        clocks=clock_choices(day),
        plans=plan_views(db.session(), day, views),
        lists=kind_lists(views.values()),
        rows=rows_of(house),
        opened=opened,
        others=alternatives(opened, views.values()) if opened else (),
        quick=quick_times(day),
        pool_url=pool_url(day, views.values()),
        legend=legend(
            [
                *ON_PLAN,
                *([Standing.BARRED] if day.asked.people else []),
                *([Standing.YOURS] if visitor() else []),
            ]
        ),
        fit=people_fit(db.session(), day, views),
        query=asked_query(day.asked, zone=house.zone),
    )
    return page, 422 if problems else 200


def standing_of(house: House, *, now: datetime) -> dict[str, object]:
    """Where the house is today, where it will be, and since when it is closed for good."""
    today = now.astimezone(house.zone).date()
    shut = house.closed_for_good_since(now)
    coming = next((place for place in house.moves if place.since > today), None)
    return {
        "place": house.place_on(today),
        "shut_since": day_text(shut.astimezone(house.zone).date()) if shut else "",
        "next_place": (day_text(coming.since), coming.address) if coming else None,
    }


def get_house(slug: str) -> House:
    """The house of this address; answers 404 if there is none."""
    return find_house(db.session(), slug) or abort(404)


def load_day(house: House) -> HouseDay:
    """The day and hours the address asks for."""
    user = visitor()
    return house_day(
        db.session(),
        house,
        request.args,
        viewer_id=user.id if user else None,
        now=utc_now(),
        may_see_past=user is not None and user.runs(house.id),
    )


def viewer_of(day: HouseDay) -> Viewer:
    """What turns the spaces of this house and time into views."""
    query = asked_query(day.asked, zone=day.house.zone)
    return Viewer(
        asked=day.asked,
        scale=day.scale,
        now=day.now,
        house_url=with_query(url_for("house.show", slug=day.house.slug), query),
        space_url=url_for("space.show", public_id="-", tag=query["tag"]).replace("/-?", "/{}?"),
        query=query,
        bookers=bookers_of(db.session(), visitor(), day.house.id, day.rules.values()),
        staffed=staffed_in(day.house, day.rules.values(), now=day.now),
    )


def space_views(day: HouseDay) -> dict[int, SpaceView]:
    """Every space of the house for the asked time, by id."""
    viewer = viewer_of(day)
    return {space.id: viewer.view(space, day.times[space.id], day.rules[space.id]) for space in day.spaces}


def problem_texts(asked: Asked) -> list[str]:
    """What was typed but cannot be, as sentences."""
    return [_PROBLEMS[code]() for code in asked.problems]


_PROBLEMS = {
    "no_such_day": lambda: _("Diesen Tag gibt es nicht. Bitte den Tag so angeben: 24.11.2026."),
    "too_far_to_look": lambda: _("Dieser Tag liegt zu weit entfernt. Bitte einen näheren Tag wählen."),
    "no_such_time": lambda: _("Diese Uhrzeit gibt es nicht. Bitte die Zeit so angeben: 9:30."),
    "no_such_number": lambda: _("Bitte für wie viele Personen als Zahl von 1 an aufwärts angeben."),
    "ends_before_it_begins": lambda: _("Das Ende liegt vor dem Beginn. Bitte Beginn und Ende prüfen."),
    "local_time_does_not_exist": lambda: _(
        "Diese Uhrzeit gibt es an diesem Tag nicht: Die Uhr springt von 2 auf 3 Uhr. Bitte eine andere Zeit wählen."
    ),
}


def time_texts(day: HouseDay) -> dict[str, str]:
    """The asked day and hours and the opening of that day, in words."""
    return {
        "day": long_day_text(day.asked.day),
        "short_day": day_text(day.asked.day),
        "weekday": weekday_text(day.asked.day),
        "hours": hours_text(day.asked.span, zone=day.house.zone),
        "opening": opening_text(day.open_spans, day.asked.day, day),
    }


def closed_text(day: HouseDay) -> tuple[str, str, str] | None:
    """Why nothing can be had on this day, and the next step as (sentence, words, address); None if it can."""
    on = long_day_text(day.asked.day)
    if day.is_past:
        text = _("%(day)s ist vorbei. Wer wann da war, zeigen wir nicht öffentlich.", day=on)
        return text, _("Zu heute"), url_for("house.show", slug=day.house.slug)
    if day.open_spans and day.open_spans[-1].ends_at > day.now:
        return None
    if day.open_spans:
        text = _("Das Haus ist für heute geschlossen.")
    else:
        opening = opening_text((), day.asked.day, day)
        text = _("%(day)s: Das Haus ist %(closed)s.", day=on, closed=opening)
    following = next_open_day(day)
    if following is None:
        return text, "", ""
    url = url_for("house.show", slug=day.house.slug, tag=following.isoformat())
    return text, _("Nächster offener Tag: %(day)s", day=long_day_text(following)), url


def opened_space(day: HouseDay, views: dict[int, SpaceView]) -> tuple[HouseSpace, SpaceView] | None:
    """The space whose sheet is open."""
    wanted = request.args.get("flaeche")
    for space in day.spaces:
        if wanted and space.public_id == wanted:
            return space, views[space.id]
    return None
