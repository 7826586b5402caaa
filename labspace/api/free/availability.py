"""`GET /api/v1/availability`: bookable, busy and free time of spaces; nothing personal in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from zoneinfo import ZoneInfo

from labspace.api.free.times import FreeTime, free_times
from labspace.api.free.windows import seen_of, window_between
from labspace.api.ground.blueprint import calls
from labspace.api.ground.endpoints import Subject
from labspace.api.ground.paging import MOST, Page, PageAsked, key_in, part_of
from labspace.api.ground.problems import Problem
from labspace.api.ground.schemas import Answered, Moment, Slug, Span, Whole, about
from labspace.api.houses.asked import houses_asked
from labspace.db import db
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, first_and_last_day, utc_now
from labspace.words import lazy_gettext as _l

MOST_DAYS = 92


class AvailableOut(Answered):
    """One space: sorted spans that neither overlap nor touch, cut to the window."""

    space: str
    bookable: Annotated[list[Span], about(_l("Öffnungszeiten ohne Schließungen."))]
    busy: Annotated[
        list[Span], about(_l("Belegt, mit Rüstzeiten und Sperrungen; auch außerhalb der Öffnung."))
    ]
    free: Annotated[list[Span], about(_l("Buchbar und nicht belegt."))]


class AvailabilityPage(Page[AvailableOut]):
    """Spaces, by id."""


class AvailabilityAsked(PageAsked):
    """Which spaces, and when."""

    starts_at: Annotated[
        Moment, about(_l("Anfang des Zeitraums; Vergangenes sieht nur das Team."), alias="from")
    ]
    ends_at: Annotated[Moment, about(_l("Ende des Zeitraums, höchstens 92 Tage später."), alias="to")]
    location: Annotated[Slug | None, about(_l("Nur dieses Haus."))] = None
    kind: SpaceKind | None = None
    space: Annotated[list[Slug], about(_l("Nur diese Flächen; darf mehrmals stehen."), max_length=200)] = []  # noqa: RUF012
    limit: Annotated[Whole, about(_l("Wie viele Einträge höchstens."), ge=1, le=MOST)] = MOST


@calls.get("/availability", summary=_l("Freie Zeiten"), subject=Subject.FREE_TIME, problems=("not_found",))
def availability(query: AvailabilityAsked) -> AvailabilityPage:
    """When the spaces that fit are bookable, busy and free."""
    session, now = db.session(), utc_now()
    window = window_between(query.starts_at, query.ends_at, most_days=MOST_DAYS)
    last = key_in(query.after, str)
    rows = [row for row in _wanted(query, window) if last is None or row[1].public_id > last[0]]
    shown, more = part_of(rows[: query.limit + 1], limit=query.limit, key=lambda row: (row[1].public_id,))
    # A house may be asked about once for many spaces; each sees its own today.
    asked = {house.id: house for house, _space in shown}.values()
    windows = [(house, seen) for house in asked if (seen := seen_of(house, window, now=now)) is not None]
    times = free_times(session, windows, {space.id for _house, space in shown}, now=now)
    return AvailabilityPage(
        items=[_told(space, times.get(space.id), house.zone) for house, space in shown], next=more
    )


def _wanted(query: AvailabilityAsked, window: TimeSpan) -> list[tuple[House, HouseSpace]]:
    # Those that exist on any day of the window, by id.
    found = []
    for house in houses_asked(db.session(), query.location):
        first, last = first_and_last_day(window, zone=house.zone)
        found += [
            (house, space)
            for space in house.spaces
            if space.valid_from <= last and (space.valid_until is None or first <= space.valid_until)
        ]
    names = set(query.space)
    if unknown := names - {space.public_id for _house, space in found}:
        raise Problem(
            "not_found",
            errors=[{"field": "space", "code": "not_found", "detail": name} for name in sorted(unknown)],
        )
    return sorted(
        (
            (house, space)
            for house, space in found
            if (query.kind is None or space.kind is query.kind) and (not names or space.public_id in names)
        ),
        key=lambda row: row[1].public_id,
    )


def _told(space: HouseSpace, time: FreeTime | None, zone: ZoneInfo) -> AvailableOut:
    if time is None:
        return AvailableOut(space=space.public_id, bookable=[], busy=[], free=[])
    return AvailableOut(
        space=space.public_id,
        bookable=spans_in(time.bookable, zone),
        busy=spans_in(time.busy, zone),
        free=spans_in(time.free, zone),
    )


def spans_in(spans: Iterable[TimeSpan], zone: ZoneInfo) -> list[Span]:
    """Spans as programs read them: in the zone of the house. They were checked already."""
    return [
        Span.model_construct(starts_at=span.starts_at.astimezone(zone), ends_at=span.ends_at.astimezone(zone))
        for span in spans
    ]
