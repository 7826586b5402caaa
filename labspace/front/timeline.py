"""The day and the week of a whole house, all spaces by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from labspace.access import public, visitor
from labspace.bookings.availability import SpaceTime, Standing
from labspace.bookings.space_times import space_times
from labspace.day_words import day_from
from labspace.db import db
from labspace.formats import day_text, is_german, number_text, week_text
from labspace.front.asked import FURTHEST, day_window
from labspace.front.house import get_house, load_day, problem_texts, time_texts
from labspace.front.house_day import house_opening
from labspace.front.space_view import Bar, day_bars, day_cells, legend, space_name
from labspace.locations.models import Location
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of
from labspace.timelines import Scale, TimelineRow
from labspace.times import TimeSpan, clipped, hours, utc_now
from labspace.words import gettext as _
from labspace.words import ngettext

bp = Blueprint("timeline", __name__)

ON_TIMELINE = (Standing.FREE, Standing.TAKEN, Standing.HELD, Standing.CLOSED)
WEEK_STRIP = timedelta(minutes=30)


@bp.get("/standorte/<slug>/tag")
@public
def day(slug: str) -> ResponseReturnValue:
    """The whole house on one day, a row for each space."""
    house = get_house(slug)
    shown = load_day(house)
    problems = problem_texts(shown.asked)
    rows = [
        TimelineRow(
            label=space_name(space),
            cells=day_cells(shown.times[space.id], shown.scale, space=space, now=shown.now),
            url=url_for("space.show", public_id=space.public_id, tag=shown.asked.day.isoformat()),
            group=str(space.kind.plural),
        )
        for space in by_kind(shown.spaces)
    ]
    page = render_template(
        "front/house_day.html",
        house=house,
        times=time_texts(shown),
        problems=problems,
        scale=shown.scale,
        rows=rows,
        now_column=shown.scale.now_column(shown.now),
        legend=timeline_legend(),
        day=shown.asked.day,
        steps=_steps(house, shown.asked.day, days=1, endpoint="timeline.day"),
    )
    return page, 422 if problems else 200


def timeline_legend() -> list[tuple[str, str]]:
    """What the bars of a timeline mean to this reader: nobody unknown has bookings."""
    return legend([*ON_TIMELINE, *([Standing.YOURS] if visitor() else [])])


def by_kind(spaces: Sequence[Space]) -> list[Space]:
    """Spaces by kind in the order of the vocabulary, then as the house lists them."""
    order = {kind: number for number, kind in enumerate(type(spaces[0].kind))} if spaces else {}
    return sorted(spaces, key=lambda space: (order[space.kind], space.position, space.id))


def _steps(house: Location, day: date, *, days: int, endpoint: str) -> dict[str, str]:
    def at(moved: date) -> str:
        return url_for(endpoint, slug=house.slug, tag=moved.isoformat())

    return {
        "back": at(day - timedelta(days=days)),
        "forth": at(day + timedelta(days=days)),
        "today": at(utc_now().astimezone(house.zone).date()),
    }


@dataclass(frozen=True)
class WeekCell:
    """One space on one day of the week."""

    state: str
    text: str
    url: str
    strip: tuple[Bar, ...]


@bp.get("/standorte/<slug>/woche")
@public
def week(slug: str) -> ResponseReturnValue:
    """The whole house in one week, a cell for each space and day."""
    house, user = get_house(slug), visitor()
    today = utc_now().astimezone(house.zone).date()
    typed = request.args.get("tag", "")
    chosen = day_from(typed, today=today) if typed else today
    is_wrong = chosen is None or abs(chosen - today) > FURTHEST
    day = today if chosen is None or is_wrong else chosen
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    window = TimeSpan.of_days(days[0], days[-1], zone=house.zone)
    spaces = by_kind(spaces_of(db.session(), [house.id], on=max(day, monday)))
    times = space_times(db.session(), spaces, window, on=day, viewer_id=user.id if user else None)
    opening = house_opening(db.session(), house, around=monday, now=utc_now())
    sees_past = user is not None and user.runs(house.id)
    rows = [
        (
            space_name(space),
            url_for("space.show", public_id=space.public_id),
            [
                _week_cell(space, times[space.id], on, opening, house, hidden=on < today and not sees_past)
                for on in days
            ],
        )
        for space in spaces
    ]
    page = render_template(
        "front/house_week.html",
        house=house,
        week=week_text(monday),
        days_text=_("%(first)s–%(last)s", first=day_text(monday), last=day_text(days[-1])),
        problem=_("Diesen Tag gibt es nicht. Bitte den Tag so angeben: 24.11.2026.") if is_wrong else "",
        days=[(_short_day(on), on == today) for on in days],
        rows=rows,
        day=day,
        steps=_steps(house, monday, days=7, endpoint="timeline.week"),
    )
    return page, 422 if is_wrong else 200


def _short_day(day: date) -> str:
    """Di 24.11. · Tue 24 Nov."""
    if is_german():
        return f"{format_date(day, 'EEEEEE').removesuffix('.')} {day:%d.%m.}"
    return format_date(day, "EEE d MMM")


def _week_cell(
    space: Space, time: SpaceTime, on: date, opening: Sequence[TimeSpan], house: Location, *, hidden: bool
) -> WeekCell:
    whole = TimeSpan.of_days(on, on, zone=house.zone)
    url = url_for("house.show", slug=house.slug, tag=on.isoformat(), flaeche=space.public_id)
    if hidden:
        return WeekCell("closed", _("vorbei"), "", ())
    bookable, free = clipped(time.bookable, whole), clipped(time.free, whole)
    strip = day_bars(
        time,
        Scale(
            window=day_window(opening, on, zone=house.zone, also=whole_hours(whole)),
            zone=house.zone,
            raster=WEEK_STRIP,
        ),
    )
    if clipped(time.mine, whole):
        return WeekCell("yours", _("Ihre Buchung"), url, strip)
    if not bookable:
        return WeekCell("closed", _("zu"), "", ())
    if not free:
        return WeekCell("taken", _("belegt"), url, strip)
    return WeekCell("free" if free == bookable else "partly", _free_text(hours(free)), url, strip)


def whole_hours(day: TimeSpan) -> TimeSpan:
    """8 to 18 of a day, so that all strips of a week share their ends."""
    return TimeSpan(day.starts_at + timedelta(hours=8), day.starts_at + timedelta(hours=18))


def _free_text(free_hours: float) -> str:
    if free_hours == int(free_hours):
        return ngettext("%(num)d Std. frei", "%(num)d Std. frei", int(free_hours))
    return _("%(hours)s Std. frei", hours=number_text(free_hours, digits=1))
