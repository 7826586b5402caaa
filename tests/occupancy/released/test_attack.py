"""No combination of public pages, files and calls of the API lets a hidden figure be worked out (R12).

A stranger tries, and a program with the token of somebody without a role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.api.tokens.kinds import Scope
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.occupancy.released import visited
from labspace.occupancy.released.actions import release_month
from labspace.occupancy.suppression.hiding import Hidden, hide
from labspace.spaces.kinds import SpaceKind
from tests.api.conftest import Program, program
from tests.occupancy.conftest import Put
from tests.occupancy.released.equations import worked_out
from tests.occupancy.released.program import Told, ask_round, may_ask_nothing_finer
from tests.occupancy.released.stranger import Notes, look_round
from tests.occupancy.released.town import KINDS, MONTHS, Town, build, live, use

__all__ = ["program"]

Programs = Callable[..., Program]
DECEMBER = datetime(2026, 12, 15, 9, tzinfo=UTC)
HOUSES = ("herne", "witten")
FEW = (5, 3)
NAMES = [kind.value for kind in KINDS]
OF_USERS = {("K16", "main"), ("K17", "main"), ("K17", "rate"), ("K17", "return"), ("K22", "main")}


@pytest.fixture
def in_december(now: datetime) -> Iterator[None]:
    with time_machine.travel(DECEMBER, tick=False):
        yield


def release(session: Session, town: Town, *, months=MONTHS) -> None:
    for month in months:
        for house in town.houses:
            release_month(session, house, month, now=DECEMBER)
            session.commit()


def shown_though_few(town: Town, notes: Notes) -> set[tuple[str, ...]]:
    """Figures that are printed and rest on few, counted again from the bookings."""
    found = set[tuple[str, ...]]()
    for house, month, split, indicator, part, key in notes.numbers:
        if indicator in {"K14", "K15", "K06", "K07"} and split == "kind" and key != "*":
            behind = town.behind(house, month, kind=key)
        elif (indicator, part) in OF_USERS:
            behind = town.behind(house, month, is_internal=False)
        elif indicator == "K09" and any(town.behind(house, month, kind="desk")):
            behind = town.behind(house, month, kind="desk", is_internal=False)
            if behind < FEW:
                found.add((house, month, split, indicator, key))
        elif indicator == "K24":
            names = {"theme": "" if key == "none" else key, "sector": key.split(" ")[0], "partner": key}
            behind = town.behind(house, month, is_internal=False, **{split: names[split]})
        elif split == "internal" and key != "*":
            # What is left of the public total without it.
            behind = town.behind(key, month, is_internal=False)
        else:
            continue
        if any(behind) and (behind[0] < FEW[0] or behind[1] < FEW[1]):
            found.add((house, month, split, indicator, key))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_stranger_works_out_no_dot(
    visit, program: Programs, session: Session, put: Put, in_december, seed: int
) -> None:
    """Over two houses and months, a later month published after an earlier one, and corrections of both."""
    dice = Random(seed)
    town = build(session, dice)
    live(town, put, dice)
    notes = Notes()
    release(session, town, months=MONTHS[:1])
    look_round(visit, HOUSES, [str(MONTHS[0])], notes)
    release(session, town)
    told = read_all(visit, program(), notes)
    assert len([key for key in notes.dots if key[3] == "K14"]) > 1
    assert not notes.contradictions
    assert not shown_though_few(town, notes)
    assert not notes.solved()
    assert not worked_out(notes, told)
    correct(session, town, put, dice)
    release(session, town)
    later = Notes()
    told = read_all(visit, program(), later)
    assert not later.contradictions
    assert not later.solved()
    assert not worked_out(later, told)
    assert not {key for key in notes.dots if key in later.numbers}, "what was hidden is shown now"
    assert not joined(notes, later).solved()


def read_all(visit, caller: Program, notes: Notes) -> Told:
    """Every page and file of both months, and every call."""
    months = [str(month) for month in MONTHS]
    look_round(visit, HOUSES, months, notes)
    return ask_round(caller, HOUSES, months, NAMES, notes)


@pytest.mark.parametrize("scope", Scope)
def test_a_token_without_a_role_is_told_no_more_than_a_stranger(
    program: Programs, session: Session, put: Put, in_december, scope: Scope
) -> None:
    dice = Random(11)
    town = build(session, dice)
    live(town, put, dice)
    release(session, town)
    months = [str(month) for month in MONTHS]
    theirs = program(town.people[1][0], scope)
    mine, told = (ask_round(one, HOUSES, months, NAMES[:2], Notes()) for one in (program(), theirs))
    assert mine.answers == told.answers
    for one in (program(), theirs):
        may_ask_nothing_finer(one, months[1])


def november(
    visit, caller: Program, session: Session, put: Put, users: dict[SpaceKind, range]
) -> tuple[Notes, Told]:
    """All that is told of a November in which so many people used a kind, each on a day of their own."""
    dice = Random(7)
    town = build(session, dice)
    for kind, people in users.items():
        for number in people:
            user, body = town.people[number]
            use(town, put, town.houses[0], kind, MONTHS[1].first.replace(day=number + 1), user, body, dice)
    release(session, town, months=MONTHS[1:])
    notes, months = Notes(), [str(MONTHS[1])]
    look_round(visit, HOUSES[:1], months, notes)
    return notes, ask_round(caller, HOUSES[:1], months, NAMES, notes)


@pytest.mark.parametrize(
    ("few", "many"),
    [
        pytest.param(SpaceKind.DESK, SpaceKind.MEETING_ROOM, id="few at desks"),
        pytest.param(SpaceKind.MEETING_ROOM, SpaceKind.DESK, id="few in rooms"),
    ],
)
def test_neither_grades_nor_hours_tell_of_few(
    visit, program: Programs, session: Session, put: Put, in_december, few: SpaceKind, many: SpaceKind
) -> None:
    """Visits of desks are never estimated and last as long as they are used; those of rooms are a word."""
    notes, told = november(visit, program(), session, put, {few: range(1, 2), many: range(1, 11)})
    assert ("herne", "2026-11", "kind", "K14", "main", few.value) in notes.dots
    assert ("herne", "2026-11", "kind", "K14", "main", "*") in notes.numbers
    assert not worked_out(notes, told)
    assert not notes.solved()


def test_how_many_sit_at_a_desk_is_hidden_where_only_the_chamber_does(
    visit, program: Programs, session: Session, put: Put, in_december
) -> None:
    users = {SpaceKind.DESK: range(1), SpaceKind.MEETING_ROOM: range(1, 11)}
    notes, _told = november(visit, program(), session, put, users)
    assert ("herne", "2026-11", "kind", "K09", "main", "*") in notes.dots
    assert ("herne", "2026-11", "kind", "K09", "main", "*") not in notes.numbers


def correct(session: Session, town: Town, put: Put, dice: Random) -> None:
    """Somebody was there after all, and somebody else was not."""
    for house in town.houses:
        user, body = dice.choice(town.people)
        use(town, put, house, dice.choice(KINDS), MONTHS[0].last, user, body, dice)
        gone = session.scalars(
            select(Booking).where(Booking.location_id == house.id).order_by(Booking.id)
        ).first()
        if gone is not None:
            gone.state = BookingState.NO_SHOW
    session.commit()


def joined(notes: Notes, later: Notes) -> Notes:
    """The new sheets, where dots whose sheet did not change are looked up in the old copy."""
    both = Notes(numbers=dict(later.numbers), dots=set(later.dots))
    for key in later.dots:
        if key in notes.numbers:
            sheet = {k: v for k, v in notes.numbers.items() if k[:-1] == key[:-1]}
            if all(later.numbers.get(k, v) == v for k, v in sheet.items()):
                both.numbers[key] = notes.numbers[key]
                both.dots.discard(key)
    return both


def test_without_covering_cells_the_stranger_has_them(
    visit, program: Programs, session: Session, put: Put, in_december, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shows that the attack above can succeed."""

    def only_few(table, **more) -> Hidden:
        found = hide(table, **more)
        return Hidden(few=found.few, covering=frozenset(), exposed=found.exposed)

    monkeypatch.setattr(visited, "hide", only_few)
    users = {kind: range(1, 11) for kind in (SpaceKind.MEETING_ROOM, SpaceKind.CAFE_TABLE)}
    notes, told = november(visit, program(), session, put, {SpaceKind.DESK: range(1, 2), **users})
    desks = "herne", "2026-11", "kind", "K14", "main", "desk"
    assert desks in notes.solved()
    assert desks in worked_out(notes, told)
