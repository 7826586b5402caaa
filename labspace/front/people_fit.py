"""What in a house holds so many people at the asked time: single spaces, halls, their parts and several together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from labspace.bookings.availability import Standing
from labspace.events.areas import STATES, access_text, candidate_name, fitness_text
from labspace.events.fit.candidates import candidates_of
from labspace.events.fit.judging import ORDER, Asked, Fit
from labspace.events.fit.queries import boards_for
from labspace.front.house_day import HouseDay
from labspace.front.links import time_query
from labspace.front.space_view import SpaceView
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.words import gettext as _

MOST_SPACES = 3
MOST_AREAS = 5


@dataclass(frozen=True, kw_only=True)
class FitLine:
    """Something that holds them: what it is, how it stands, and where booking or asking for it starts."""

    name: str
    state: str
    state_text: str
    facts: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PeopleFit:
    """What holds so many people at the asked time, the smallest first; event areas alone and together."""

    people: int
    lines: Sequence[FitLine]
    month_url: str
    """Where the days of a month are shown on which an event of so many fits; empty: the house has no area."""


def people_fit(session: Session, day: HouseDay, views: Mapping[int, SpaceView]) -> PeopleFit | None:
    """None as long as nobody says how many; event areas cost one statement, however many there are."""
    people = day.asked.people
    if people is None:
        return None
    has_areas = any(view.kind is SpaceKind.EVENT_AREA for view in views.values())
    month_url = ""
    if has_areas:
        query = time_query(day.asked.span, zone=day.house.zone)
        month_url = url_for(
            "event_finder.in_house",
            slug=day.house.slug,
            personen=people,
            von=query["von"],
            bis=query["bis"],
            monat=query["tag"][:7],
        )
    is_over = day.asked.span.ends_at <= day.now
    lines = [] if is_over else [*_spaces(day, views), *_areas(session, day, people)]
    return PeopleFit(people=people, lines=lines, month_url=month_url)


def _spaces(day: HouseDay, views: Mapping[int, SpaceView]) -> Iterator[FitLine]:
    """What is booked at once and free all the time; those too small are barred already."""
    free = [
        space
        for space in day.spaces
        if space.kind.is_booked_at_once and views[space.id].standing is Standing.FREE
    ]
    for space in sorted(free, key=lambda one: one.most_people)[:MOST_SPACES]:
        view = views[space.id]
        yield FitLine(
            name=view.name,
            state=view.standing.value,
            state_text=view.status,
            facts=view.people,
            url=view.book_url,
        )


def _areas(session: Session, day: HouseDay, people: int) -> list[FitLine]:
    candidates = candidates_of(day.house, on=day.asked.day)
    layouts = list(dict.fromkeys(layout for one in candidates for layout in one.capacities))
    if not layouts:
        return []
    boards = boards_for(session, [day.house], day.asked.span, now=day.now, days=[day.asked.day])
    asked = Asked(span=day.asked.span, people=people, layout=layouts[0])
    found: dict[str, Fit] = {}
    seatings: dict[str, list[Layout]] = defaultdict(list)
    for layout in layouts:
        for fit in boards.fits(day.house, replace(asked, layout=layout)):
            if fit.fitness.may_be_asked:
                found[fit.candidate.value] = fit
                seatings[fit.candidate.value].append(layout)
    chosen = sorted(found.values(), key=_rank)[:MOST_AREAS]
    return [_area(day, fit, seatings[fit.candidate.value], people) for fit in chosen]


def _rank(fit: Fit) -> tuple[int, int, int]:
    """Free before held, then the smallest, one before several."""
    candidate = fit.candidate
    return ORDER.index(fit.fitness), max(candidate.capacities.values()), len(candidate.spaces)


def _area(day: HouseDay, fit: Fit, seatings: Sequence[Layout], people: int) -> FitLine:
    """An area or several with all seatings in which they hold so many; the first one is proposed."""
    held = [
        _("%(layout)s bis %(people)d", layout=layout.label, people=fit.candidate.capacities[layout])
        for layout in seatings
    ]
    query: dict[str, Any] = {
        "flaeche": fit.candidate.value,
        "personen": people,
        "bestuhlung": seatings[0].value,
        **time_query(day.asked.span, zone=day.house.zone),
    }
    return FitLine(
        name=candidate_name(fit.candidate),
        state=STATES[fit.fitness],
        state_text=fitness_text(fit.fitness),
        facts=f"{', '.join(held)} · {access_text(fit.candidate, layout=seatings[0])}",
        url=url_for("events.new", standort=day.house.slug, **query),
    )
