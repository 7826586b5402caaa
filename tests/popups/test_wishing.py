"""Wished weeks against each other and the call, by example and against days counted one by one."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from labspace.popups.wishing import Limits, Missing, Step, WishedWeeks, against_wishes, missing

MONDAY = date(2027, 1, 4)
LIMITS = Limits(
    slot_ids={1, 2}, min_weeks=2, max_weeks=8, first_on=date(2027, 1, 4), last_on=date(2027, 6, 27)
)


def wish(weeks_from_now: int = 0, weeks: int = 4, space_id: int = 1) -> WishedWeeks:
    return WishedWeeks(space_id=space_id, first_on=MONDAY + timedelta(weeks=weeks_from_now), weeks=weeks)


def codes(*wishes: WishedWeeks, today: date = date(2026, 12, 1)) -> list[tuple[str, object]]:
    return [(one.code, one.values["rank"]) for one in against_wishes(wishes, LIMITS, today=today)]


def test_good_wishes_are_not_refused() -> None:
    assert codes(wish(), wish(4), wish(0, space_id=2)) == []


def test_each_refusal_names_its_wish() -> None:
    assert codes(wish(), wish(3)) == [("wish_overlaps", 2)]
    assert codes(wish(space_id=9)) == [("wish_slot_gone", 1)]
    assert codes(wish(weeks=1), wish(5, weeks=9)) == [("wish_length", 1), ("wish_length", 2)]
    assert codes(wish(-1)) == [("wish_outside", 1)]
    assert codes(wish(23)) == [("wish_outside", 1)]
    assert codes(wish(), today=date(2027, 1, 5)) == [("wish_past", 1)]


@st.composite
def some_wish(draw: st.DrawFn) -> WishedWeeks:
    return wish(draw(st.integers(0, 12)), draw(st.integers(1, 9)), draw(st.integers(1, 2)))


def days(one: WishedWeeks) -> set[tuple[int, date]]:
    return {(one.space_id, one.first_on + timedelta(days=number)) for number in range(7 * one.weeks)}


@given(st.lists(some_wish(), max_size=4))
def test_wishes_overlap_when_they_share_a_day_of_a_slot(wishes: list[WishedWeeks]) -> None:
    told = {
        (one.values["rank"], one.values["other"])
        for one in against_wishes(wishes, LIMITS, today=MONDAY)
        if one.code == "wish_overlaps"
    }
    assert told == {
        (later + 1, earlier + 1)
        for later in range(len(wishes))
        for earlier in range(later)
        if days(wishes[later]) & days(wishes[earlier])
    }


def test_a_draft_lacks_what_must_be_told_and_nothing_else() -> None:
    empty = missing(title="", concept=" ", wishes=0, open_days=0, questions={7: "Woher?"}, answered=())
    assert [(one.step, one.code) for one in empty] == [
        (Step.CONCEPT, "title"),
        (Step.CONCEPT, "concept"),
        (Step.WEEKS, "wish"),
        (Step.HOURS, "hours"),
        (Step.MORE, "answer"),
    ]
    full = missing(title="a", concept="b", wishes=1, open_days=1, questions={7: "Woher?"}, answered={7})
    assert list(full) == []
    assert Missing(step=Step.MORE, code="answer", question="Woher?") in list(
        missing(title="a", concept="b", wishes=1, open_days=1, questions={7: "Woher?"}, answered=())
    )
