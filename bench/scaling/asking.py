"""What pages, programs, bookings, feeds and figures take in a system of a thousand houses."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from os import getpid
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from sqlalchemy import create_engine, text

from bench.cases import API, Case, cases, holding, sign_in
from bench.measure import WrongAnswer, measure
from bench.people import EMAILS, HOLDER
from bench.server import serving
from bench.shares import backends_of, cpu_seconds, with_children
from bench.slots import Slots
from bench.visitor import GERMAN, Answer, Visitor
from labspace.demo.people import LEAD, TEAM
from labspace.times import utc_now

DESKS = 2000
"""Among which the measured bookings are spread."""
PATIENCE = 120.0
"""Seconds; some pages list every house and space."""
FEW, MANY = 8, 80
"""Requests of a question that goes over all houses, and of any other."""


@dataclass(frozen=True)
class Asked:
    """A case and who asks it how often."""

    case: Case
    people: Sequence[Visitor]
    requests: int = MANY


def ask_everything(database_url: str, folder: Path, *, port: int, workers: int, only: str) -> None:
    """Print a line for each question: one person's median and p95, then eight people's."""
    with ExitStack() as stack:
        desks, houses = _some_of(database_url)
        server = stack.enter_context(
            serving(
                database_url=database_url,
                folder=folder,
                port=port,
                workers=workers,
                more={"LABSPACE_DELIVER_IN_SERVER": "no"},
            )
        )
        slots, today = Slots(utc_now().date(), desks=desks, seed=getpid()), utc_now().date()

        def person(email: str) -> Visitor:
            return sign_in(Visitor(server.port, headers=dict(GERMAN), seconds=PATIENCE), email)

        people, team, lead = [person(one) for one in EMAILS], person(TEAM.email), person(LEAD.email)
        held = holding(person(HOLDER), slots)
        print(f"{'milliseconds':44}{'1 client':>18}{'8 clients':>18}")
        print(f"{'':44}{'median':>9}{'p95':>9}{'median':>9}{'p95':>9}{'CPU each: server, database':>30}")
        asked = [
            *(Asked(case, people) for case in cases(people[0], today=today, slots=slots, held=held)),
            *_by_programs(people, houses, today=today),
            *_figures(team, lead, houses, today=today),
        ]
        database = database_url.rpartition("/")[2].partition("?")[0]
        for one in asked:
            if only in one.case.name:
                _print(one, server.pid, database)


def _print(asked: Asked, server: int, database: str) -> None:
    name = asked.case.name
    try:
        alone = measure(asked.case, asked.people[:1], requests=asked.requests)
        before = _used(server, database)
        together = measure(asked.case, asked.people, requests=asked.requests)
        spent = [after - earlier for after, earlier in zip(_used(server, database), before, strict=True)]
    except WrongAnswer as problem:
        print(f"{name:44} {problem}", flush=True)
        return
    except OSError as problem:
        print(f"{name:44} no answer: {type(problem).__name__}", flush=True)
        for person in asked.people:
            person.close()
        return
    # The requests that warm up and the two that compare sizes are among those that were paid for.
    each = [1000 * seconds / (together.requests + 10) for seconds in spent]
    print(
        f"{name:44}{alone.median_ms:9.1f}{alone.p95_ms:9.1f}"
        f"{together.median_ms:9.1f}{together.p95_ms:9.1f}{each[0]:17.1f}{each[1]:13.1f}",
        flush=True,
    )


def _used(server: int, database: str) -> tuple[float, float]:
    return cpu_seconds(with_children(server)), cpu_seconds(backends_of(database))


def _by_programs(people: Sequence[Visitor], houses: Sequence[str], *, today: date) -> Iterator[Asked]:
    house, workday = houses[0], today + timedelta(days=(7 - today.weekday()) % 7 or 7)
    day = {"from": f"{workday}T00:00:00Z", "to": f"{workday + timedelta(days=1)}T00:00:00Z"}
    week = {**day, "to": f"{workday + timedelta(days=7)}T00:00:00Z"}
    room = {"kind": "meeting_room", "minutes": "120", "people": "4"}
    yield _call("availability of a house, a day", "availability", {**day, "location": house}, people)
    yield _call("availability of a house, a week", "availability", {**week, "location": house}, people)
    yield _call("availability in all houses, a day", "availability", day, people, FEW)
    yield _call("next free room in a house", "search", {**room, **week, "location": house}, people)
    yield _call("next free room in all houses", "search", {**room, **week}, people, FEW)
    yield _call("spaces of a house", "spaces", {"location": house}, people)
    yield Asked(
        Case("own bookings by the API", lambda person: person.get(f"{API}?mine=true", **_token(person))),
        people,
    )
    for number, slug in enumerate(houses[1:3], 1):
        yield Asked(Case(f"house page, another house ({number})", _page(f"/standorte/{slug}")), people)


def _figures(team: Visitor, lead: Visitor, houses: Sequence[str], *, today: date) -> Iterator[Asked]:
    last = today.replace(day=1) - timedelta(days=1)
    month, house = last.strftime("%Y-%m"), "bochum"
    year = f"{today - timedelta(days=360)}..{today - timedelta(days=1)}"
    for name, path, who in (
        ("the team's day", f"/team/{house}", team),
        ("day sheet", f"/team/{house}/tagesblatt", team),
        ("overview of a house, a month", f"/auslastung/uebersicht?haus={house}&zeitraum={month}", team),
        ("overview of a house, 360 days", f"/auslastung/uebersicht?haus={house}&zeitraum={year}", team),
        ("hours of the week, a house, 360 days", f"/auslastung/woche?haus={house}&zeitraum={year}", team),
    ):
        yield Asked(Case(name, _page(path)), [who], MANY // 4)
    some = "&".join(f"haus={slug}" for slug in houses[:20])
    for name, path, who in (
        ("public figures of a month, all houses", f"/auslastung?monat={month}", lead),
        ("overview of 20 houses, a month", f"/auslastung/uebersicht?{some}&zeitraum={month}", lead),
        ("overview of all houses, a month", f"/auslastung/uebersicht?zeitraum={month}", lead),
        ("overview of all houses, 360 days", f"/auslastung/uebersicht?zeitraum={year}", lead),
        ("all houses beside each other, a month", f"/auslastung/haeuser?zeitraum={month}", lead),
    ):
        yield Asked(Case(name, _page(path)), [who], FEW // 2)


def _call(
    name: str, path: str, query: Mapping[str, str], people: Sequence[Visitor], requests: int = MANY
) -> Asked:
    return Asked(Case(name, _page(f"/api/v1/{path}?{urlencode(query)}")), people, requests)


def _page(path: str) -> Callable[[Visitor], Answer]:
    return lambda person: person.get(path)


def _token(person: Visitor) -> dict[str, str]:
    return {"Authorization": f"Bearer {person.api_token}"}


def _some_of(database_url: str) -> tuple[list[str], list[str]]:
    """Public ids of desks and slugs of houses, drawn by lot but the same each time."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        desks = list(connection.scalars(text("SELECT public_id FROM space WHERE kind = 'desk' ORDER BY id")))
        houses = list(connection.scalars(text("SELECT slug FROM location ORDER BY id")))
    engine.dispose()
    lot = Random(1)
    print(f"{len(houses)} houses", file=sys.stderr)
    return lot.sample(desks, min(DESKS, len(desks))), lot.sample(houses, min(20, len(houses)))
