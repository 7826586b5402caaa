"""`GET /api/v1/search`: the earliest fitting spans, and what would do instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

from labspace.api.free.windows import window_between
from labspace.api.ground.blueprint import calls
from labspace.api.ground.caller import caller_or_none
from labspace.api.ground.differences import Difference
from labspace.api.ground.endpoints import Subject
from labspace.api.ground.schemas import Answered, Asked, Moment, Slug, Whole, about
from labspace.api.houses.asked import houses_asked
from labspace.bookings.bookers import Reader
from labspace.bookings.earliest import Fitting, Sought, earliest_fits
from labspace.db import db
from labspace.spaces.house import House
from labspace.spaces.houses import houses
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.times import TimeSpan, local_days, utc_now
from labspace.words import lazy_gettext as _l

MOST_DAYS = 92
USUAL = timedelta(days=7)
LATER = timedelta(days=14)
MOST_INSTEAD = 5
SHORTER = (0.75, 0.5)
"""Shares of the wished length that are tried, longest first."""


class FittingOut(Answered):
    """A space and the earliest span on it that fits."""

    space: str
    location: str
    starts_at: Moment
    ends_at: Moment


class InsteadOut(FittingOut):
    """What would do instead, and in what it differs."""

    difference: Difference
    minutes: int


class SearchOut(Answered):
    """The earliest spans, each on another space; alternatives only where there is none."""

    items: list[FittingOut]
    next: None = None
    alternatives: list[InsteadOut]


class SearchAsked(Asked):
    """What is looked for."""

    kind: SpaceKind
    minutes: Annotated[
        Whole, about(_l("Wie lange; bei ganzen Tagen ein Vielfaches von 1440."), ge=1, le=40 * 1440)
    ]
    location: Annotated[Slug | None, about(_l("Nur dieses Haus."))] = None
    people: Annotated[Whole, about(_l("Für wie viele Personen."), ge=1, le=100_000)] = 1
    layout: Annotated[Layout | None, about(_l("Mit dieser Bestuhlung."))] = None
    starts_at: Annotated[Moment | None, about(_l("Frühestens; sonst ab jetzt."), alias="from")] = None
    ends_at: Annotated[
        Moment | None, about(_l("Bis dahin vorbei; sonst sieben Tage später."), alias="to")
    ] = None
    limit: Annotated[Whole, about(_l("Wie viele Einträge höchstens."), ge=1, le=100)] = 10


@calls.get("/search", summary=_l("Freie Zeit suchen"), subject=Subject.FREE_TIME, problems=("not_found",))
def search(query: SearchAsked) -> SearchOut:
    """The earliest fitting span of each space that suits, as the house's rules allow."""
    session, now = db.session(), utc_now()
    asked = houses_asked(session, query.location)
    begins = query.starts_at or now
    ends = query.ends_at or begins + max(USUAL, timedelta(minutes=2 * query.minutes))
    window = window_between(begins, ends, most_days=MOST_DAYS)
    coming = window.intersection(TimeSpan(now, max(window.ends_at, now + timedelta(seconds=1))))
    if coming is None:
        return SearchOut(items=[], alternatives=[])
    sought = Sought(
        kind=query.kind, minutes=query.minutes, window=coming, people=query.people, layout=query.layout
    )
    found = _found(sought, asked)
    instead = [] if found else list(_instead(sought, asked))
    return SearchOut(
        items=[FittingOut(**_place(one)) for one in found[: query.limit]],
        alternatives=[
            InsteadOut(**_place(one), difference=difference, minutes=int(one.span.minutes))
            for difference, one in instead[:MOST_INSTEAD]
        ],
    )


def _found(sought: Sought, asked: Sequence[House]) -> list[Fitting]:
    known = caller_or_none()
    reader = Reader(user=known.user) if known else None
    return earliest_fits(db.session(), sought, asked, now=utc_now(), reader=reader)


def _instead(sought: Sought, asked: Sequence[House]) -> Iterator[tuple[Difference, Fitting]]:
    # The nearest first: the same later, then shorter, otherwise seated, elsewhere.
    later = TimeSpan(sought.window.starts_at, sought.window.ends_at + LATER)
    for one in _found(replace(sought, window=later), asked)[:2]:
        yield _when(one, sought), one
    for share in SHORTER:
        shorter = int(sought.minutes * share)
        if shorter and (found := _found(replace(sought, minutes=shorter), asked)):
            yield "shorter", found[0]
            break
    if sought.layout is not None:
        for one in _found(replace(sought, layout=None), asked)[:1]:
            yield "layout", one
    others = [house for house in houses(db.session()) if house not in asked]
    for one in _found(sought, others)[:2]:
        yield "house", one


def _when(one: Fitting, sought: Sought) -> Difference:
    """Whether it is only another time of the days asked for, or another day."""
    days = set(local_days(sought.window, zone=one.house.zone))
    return "time" if one.span.starts_at.astimezone(one.house.zone).date() in days else "day"


def _place(one: Fitting) -> dict[str, Any]:
    zone = one.house.zone
    return {
        "space": one.space.public_id,
        "location": one.house.slug,
        "starts_at": one.span.starts_at.astimezone(zone),
        "ends_at": one.span.ends_at.astimezone(zone),
    }
