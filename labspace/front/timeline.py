"""The day and the week of a whole house, all spaces by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import public, visitor
from labspace.bookings.availability import SpaceTime, Standing
from labspace.bookings.space_times import space_times
from labspace.day_words import day_from
from labspace.db import db
from labspace.formats import date_text, day_text, is_german, number_text, week_text
from labspace.front.asked import FURTHEST, day_window
from labspace.front.day_bars import Bar, day_bars, day_cells
from labspace.front.house import get_house, load_day, problem_texts, time_texts, viewer_of
from labspace.front.rule_notes import bars_reader, note_of
from labspace.front.standings import legend
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.names import space_name
from labspace.timelines import Scale, TimelineRow
from labspace.times import TimeSpan, hours, utc_now
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
    viewer = viewer_of(shown)
    rows = [
        TimelineRow(
            label=space_name(space),
            cells=day_cells(
                shown.times[space.id],
                shown.scale,
                space=space,
                now=shown.now,
                leads_on=bars_reader(shown.rules[space.id], viewer.bookers) is None,
            ),
            note=viewer.once(("note", shown.rules[space.id]), partial(note_of, shown.rules[space.id])),
            url=viewer.space_url.format(space.public_id),
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


def by_kind(spaces: Sequence[HouseSpace]) -> list[HouseSpace]:
    """Spaces by kind in the order of the vocabulary, then as the house lists them."""
    order = {kind: number for number, kind in enumerate(type(spaces[0].kind))} if spaces else {}
    return sorted(spaces, key=lambda space: (order[space.kind], space.position, space.id))


def _steps(house: House, day: date, *, days: int, endpoint: str) -> dict[str, str]:
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
    house, user, now = get_house(slug), visitor(), utc_now()
    today = now.astimezone(house.zone).date()
    typed = request.args.get("tag", "")
    chosen = day_from(typed, today=today) if typed else week_worth_showing(house, today=today, now=now)
    is_wrong = chosen is None or abs(chosen - today) > FURTHEST
    day = today if chosen is None or is_wrong else chosen
    monday = day - timedelta(days=day.weekday())
    window = TimeSpan.of_days(monday, monday + timedelta(days=6), zone=house.zone)
    spaces = by_kind(house.spaces_on(day))
    viewer_id = user.id if user else None
    times = space_times(db.session(), [house], window, on=day, viewer_id=viewer_id, now=now)
    sees_past = user is not None and user.runs(house.id)
    days = [
        WeekDay.of(house, monday + timedelta(days=number), today=today, sees_past=sees_past)
        for number in range(7)
    ]
    space_url = url_for("space.show", public_id="-").removesuffix("-")
    rows = [
        (
            space_name(space),
            space_url + space.public_id,
            [week_cell(space, times[space.id], each) for each in days],
        )
        for space in spaces
    ]
    page = render_template(
        "front/house_week.html",
        house=house,
        week=week_text(monday),
        days_text=_("%(first)s–%(last)s", first=day_text(monday), last=day_text(days[-1].on)),
        problem=_("Diesen Tag gibt es nicht. Bitte den Tag so angeben: 24.11.2026.") if is_wrong else "",
        days=[(_short_day(each.on), each.on == today) for each in days],
        rows=rows,
        day=day,
        steps=_steps(house, monday, days=7, endpoint="timeline.week"),
    )
    return page, 422 if is_wrong else 200


def _short_day(day: date) -> str:
    """Di 24.11. · Tue 24 Nov."""
    if is_german():
        return f"{date_text(day, 'EEEEEE').removesuffix('.')} {day:%d.%m.}"
    return date_text(day, "EEE d MMM")


def week_worth_showing(house: House, *, today: date, now: datetime) -> date:
    """A day of the week to show unasked: today's, or the coming one when the house opens no more in this."""
    ahead = TimeSpan.of_days(today, today + timedelta(days=7), zone=house.zone)
    coming = (span.starts_at for span in house.open_spans(ahead) if span.ends_at > now)
    opens_on = next((moment.astimezone(house.zone).date() for moment in coming), today)
    return today if opens_on - timedelta(days=opens_on.weekday()) <= today else opens_on


@dataclass(frozen=True)
class WeekDay:
    """What the cells of one day have in common."""

    on: date
    whole: TimeSpan
    scale: Scale
    url: str
    """The house on this day; the space's public id comes behind."""
    is_hidden: bool
    free_texts: dict[float, str] = field(default_factory=dict)

    def free_text(self, free_hours: float) -> str:
        """How long a space is free; most are free for the same hours."""
        if free_hours not in self.free_texts:
            self.free_texts[free_hours] = _free_text(free_hours)
        return self.free_texts[free_hours]

    @classmethod
    def of(cls, house: House, on: date, *, today: date, sees_past: bool) -> WeekDay:
        whole = TimeSpan.of_days(on, on, zone=house.zone)
        window = day_window(house.open_spans(whole), on, zone=house.zone, also=whole_hours(whole))
        url = url_for("house.show", slug=house.slug, tag=on.isoformat(), flaeche="")
        scale = Scale(window=window, zone=house.zone, raster=WEEK_STRIP)
        return cls(on, whole, scale, url, is_hidden=on < today and not sees_past)


def week_cell(space: HouseSpace, week: SpaceTime, day: WeekDay) -> WeekCell:
    """How a space stands on a day of the week."""
    if day.is_hidden:
        return WeekCell("closed", _("vorbei"), "", ())
    time = week.during(day.whole)
    if time.mine:
        state, text = "yours", _("Ihre Buchung")
    elif not time.bookable:
        return WeekCell("closed", _("zu"), "", ())
    elif not time.free:
        state, text = "taken", _("belegt")
    else:
        state = "free" if time.free == time.bookable else "partly"
        text = day.free_text(hours(time.free))
    return WeekCell(state, text, day.url + space.public_id, day_bars(time, day.scale))


def whole_hours(day: TimeSpan) -> TimeSpan:
    """8 to 18 of a day, so that all strips of a week share their ends."""
    return TimeSpan(day.starts_at + timedelta(hours=8), day.starts_at + timedelta(hours=18))


def _free_text(free_hours: float) -> str:
    if free_hours == int(free_hours):
        return ngettext("%(num)d Std. frei", "%(num)d Std. frei", int(free_hours))
    return _("%(hours)s Std. frei", hours=number_text(free_hours, digits=1))
