"""No combination of public pages and files lets a hidden figure be worked out (R12): a stranger tries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.occupancy.released import choosing
from labspace.occupancy.released.actions import release_month
from labspace.occupancy.suppression.hiding import Hidden, hide
from labspace.spaces.kinds import SpaceKind
from tests.occupancy.conftest import Put
from tests.occupancy.released.stranger import Notes, look_round
from tests.occupancy.released.town import KINDS, MONTHS, Town, build, live, use

DECEMBER = datetime(2026, 12, 15, 9, tzinfo=UTC)
HOUSES = ("herne", "witten")
FEW = (5, 3)


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
    for house, month, split, indicator, _part, key in notes.numbers:
        if indicator in {"K14", "K15", "K06", "K07"} and split == "kind" and key != "*":
            behind = town.behind(house, month, kind=key)
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
def test_a_stranger_works_out_no_dot(visit, session: Session, put: Put, in_december, seed: int) -> None:
    """Over two houses and months, a later month published after an earlier one, and corrections of both."""
    dice = Random(seed)
    town = build(session, dice)
    live(town, put, dice)
    notes = Notes()
    release(session, town, months=MONTHS[:1])
    look_round(visit, HOUSES, [str(MONTHS[0])], notes)
    release(session, town)
    look_round(visit, HOUSES, map(str, MONTHS), notes)
    assert len([key for key in notes.dots if key[3] == "K14"]) > 1
    assert not notes.contradictions
    assert not shown_though_few(town, notes)
    assert not notes.solved()
    correct(session, town, put, dice)
    release(session, town)
    later = Notes()
    look_round(visit, HOUSES, map(str, MONTHS), later)
    assert not later.solved()
    assert not {key for key in notes.dots if key in later.numbers}, "what was hidden is shown now"
    assert not joined(notes, later).solved()


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
    visit, session: Session, put: Put, in_december, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shows that the attack above can succeed."""

    def only_few(table, **more) -> Hidden:
        found = hide(table, **more)
        return Hidden(few=found.few, covering=frozenset(), exposed=found.exposed)

    monkeypatch.setattr(choosing, "hide", only_few)
    dice = Random(7)
    town = build(session, dice)
    for kind, number in ((SpaceKind.DESK, 1), (SpaceKind.MEETING_ROOM, 9), (SpaceKind.CAFE_TABLE, 9)):
        for (user, body), day in zip(town.people[1 : 1 + number], range(9), strict=False):
            use(town, put, town.houses[0], kind, MONTHS[1].first.replace(day=day + 1), user, body, dice)
    release(session, town, months=MONTHS[1:])
    notes = Notes()
    look_round(visit, HOUSES[:1], [str(MONTHS[1])], notes)
    assert ("herne", "2026-11", "kind", "K14", "main", "desk") in notes.solved()
