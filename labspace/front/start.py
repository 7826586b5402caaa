"""The start page: the houses, what is free in them now and what is on today."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labspace.access import public, visitor
from labspace.bookings.availability import Standing
from labspace.bookings.space_times import space_times
from labspace.db import db
from labspace.events.programme.items import Asked, ProgrammeItem, programme
from labspace.formats import clock_text, hours_text, is_german, weekday_text
from labspace.front.asked import QUARTER, quarter_before
from labspace.front.plan_view import Miniature, miniature
from labspace.spaces.house import House, HouseSpace, open_within
from labspace.spaces.houses import houses
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, start_of_day, utc_now
from labspace.words import gettext as _
from labspace.words import ngettext

bp = Blueprint("start", __name__)

SHOWN = (SpaceKind.DESK, SpaceKind.MEETING_ROOM, SpaceKind.CAFE_TABLE)
LOOK_AHEAD = timedelta(days=8)
NOW_MEANS = timedelta(minutes=30)
"""A space is free "now" when it is free for this long."""


@dataclass(frozen=True)
class FreeNow:
    """How many of a kind are free now, in words."""

    kind: SpaceKind
    free: int
    total: int
    text: str


@dataclass(frozen=True)
class OnToday:
    """Something that is on today for everybody."""

    hours: str
    title: str
    where: str
    url: str


@dataclass(frozen=True)
class HouseCard:
    """One house on the start page."""

    name: str
    city: str
    text: str
    url: str
    opening: str
    is_open: bool
    free_title: str
    """For when the numbers hold: now, or when the house opens next."""
    free: tuple[FreeNow, ...]
    events: tuple[OnToday, ...]
    programme_url: str
    plan: Miniature | None


@bp.get("/")
@public
def show() -> ResponseReturnValue:
    """All houses at a glance."""
    person = visitor()
    return render_template(
        "front/start.html",
        houses=house_cards(db.session(), now=utc_now()),
        may_found=person is not None and person.is_administrator,
    )


def house_cards(session: Session, *, now: datetime) -> list[HouseCard]:
    """The houses in their order, by a number of statements that does not grow with them."""
    known = [house for house in houses(session) if house.is_shown(now)]
    if not known:
        return []
    ahead = TimeSpan(now, now + LOOK_AHEAD)
    opening = {house.id: open_within(house, ahead) for house in known}
    today = max(now.astimezone(house.zone).date() for house in known)
    moments = {house_id: _moment(spans, now=now) for house_id, spans in opening.items()}
    window = TimeSpan(quarter_before(now), max(moment.ends_at for moment in moments.values()) + QUARTER)
    window = TimeSpan(window.starts_at, quarter_before(window.ends_at))
    times = space_times(session, known, window, on=today, viewer_id=None, now=now)
    ends = max(start_of_day(today + timedelta(days=1), zone=house.zone) for house in known)
    house_ids = [house.id for house in known]
    today_on = Asked(window=TimeSpan(now, ends), house_ids=house_ids, with_open_daily=False)
    items = programme(session, today_on, now=now)
    cards = []
    for house in known:
        moment = moments[house.id]
        spaces = house.spaces_on(today)
        free = {space.id for space in spaces if times[space.id].standing(moment) is Standing.FREE}
        cards.append(
            HouseCard(
                name=house.name,
                city=house.place_on(now.astimezone(house.zone).date()).city,
                text=house.text_de if is_german() or not house.text_en else house.text_en,
                url=url_for("house.show", slug=house.slug),
                opening=_opening(opening[house.id], house, now=now),
                is_open=moment.includes(now),
                free_title=_("Jetzt frei") if moment.includes(now) else _("Frei, sobald geöffnet ist"),
                free=_free_now(spaces, free),
                events=_events(item for item in items if item.house_id == house.id),
                programme_url=url_for("programme.show_house", slug=house.slug),
                plan=miniature(session, house, free=free, on=today),
            )
        )
    return cards


def _moment(open_spans: Sequence[TimeSpan], *, now: datetime) -> TimeSpan:
    """The half hour that counts as now: the coming one, or the first after the next opening."""
    begins = max(open_spans[0].starts_at, now) if open_spans else now + LOOK_AHEAD
    return TimeSpan(begins, begins + NOW_MEANS)


def _events(items: Iterable[ProgrammeItem]) -> tuple[OnToday, ...]:
    return tuple(
        OnToday(
            hours_text(item.span, zone=item.zone), item.title, item.spaces, request.script_root + item.path
        )
        for item in items
        if not item.is_called_off
    )


def _opening(open_spans: Sequence[TimeSpan], house: House, *, now: datetime) -> str:
    zone = house.zone
    if not open_spans:
        return _("in den nächsten Tagen geschlossen")
    first = open_spans[0]
    if first.includes(now):
        return _("geöffnet bis %(time)s Uhr", time=clock_text(first.ends_at, zone=zone))
    time = clock_text(first.starts_at, zone=zone)
    if first.starts_at.astimezone(zone).date() == now.astimezone(zone).date():
        return _("öffnet heute um %(time)s Uhr", time=time)
    return _(
        "öffnet %(day)s, %(time)s Uhr", day=weekday_text(first.starts_at.astimezone(zone).date()), time=time
    )


def _free_now(spaces: Sequence[HouseSpace], free: Collection[int]) -> tuple[FreeNow, ...]:
    found = []
    for kind in SHOWN:
        units = [space for space in spaces if space.kind is kind and space.is_unit]
        if units:
            count = sum(space.id in free for space in units)
            found.append(FreeNow(kind, count, len(units), _free_text(kind, count)))
    return tuple(found)


def _free_text(kind: SpaceKind, free: int) -> str:
    match kind:
        case SpaceKind.DESK:
            return ngettext("%(num)d Arbeitsplatz frei", "%(num)d Arbeitsplätze frei", free)
        case SpaceKind.MEETING_ROOM:
            return ngettext("%(num)d Besprechungsraum frei", "%(num)d Besprechungsräume frei", free)
        case _:
            return ngettext("%(num)d Café-Tisch frei", "%(num)d Café-Tische frei", free)
