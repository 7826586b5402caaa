"""What is proposed for bookings whose space ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from labspace.plans.publishing.proposals import Answer, Taken, Target, Touched, proposals
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.times import TimeSpan

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def at(hour: int, hours: int = 2) -> TimeSpan:
    start = NOON + timedelta(hours=hour)
    return TimeSpan(start, start + timedelta(hours=hours))


def touched(number: int = 1, **more: object) -> Touched:
    values = {
        "booking_id": number, "span": at(0), "kind": SpaceKind.DESK, "people": 1, "layout": None,
        "space_ids": ("old",), "ending": frozenset({"old"}), **more,
    }  # fmt: skip
    return Touched(**values)  # type: ignore[arg-type]


def desk(name: str, metres: float = 1.0, **more: object) -> Target:
    values = {
        "public_id": name, "kind": SpaceKind.DESK, "people": 1, "seatings": {}, "units": frozenset({name}),
        "nearness": {"old": metres}, **more,
    }  # fmt: skip
    return Target(**values)  # type: ignore[arg-type]


def test_the_successor_comes_first_then_the_nearest() -> None:
    (found,) = proposals(
        [touched()], [desk("near"), desk("far", 9), desk("new", 5)], {}, follows={"new": "old"}
    )
    assert found.answer is Answer.MOVE
    assert found.targets == (("new",), ("near",), ("far",))


def test_two_bookings_never_go_to_the_same_time() -> None:
    first, second = proposals([touched(2), touched(1)], [desk("a"), desk("b", 2)], {}, follows={})
    assert (first.booking_id, first.targets[0]) == (1, ("a",))
    assert (second.booking_id, second.targets) == (2, (("b",),))


def test_what_others_have_is_not_proposed_but_its_own_time_is() -> None:
    taken = {"a": [Taken(at(1), 7)], "b": [Taken(at(1), 1)]}
    (found,) = proposals([touched()], [desk("a"), desk("b", 2)], taken, follows={})
    assert found.targets == (("b",),)


def test_without_a_free_space_the_booker_is_asked() -> None:
    (found,) = proposals([touched()], [desk("a", kind=SpaceKind.CAFE_TABLE)], {}, follows={})
    assert (found.answer, found.targets) == (Answer.ASK, ())


def test_what_has_begun_stays() -> None:
    (found,) = proposals([touched(may_move=False, stays=True)], [desk("a")], {}, follows={})
    assert (found.answer, found.targets) == (Answer.KEEP, ())


def test_a_space_that_begins_later_is_none_for_it() -> None:
    (found,) = proposals([touched()], [desk("a", starts_at=NOON + timedelta(hours=1))], {}, follows={})
    assert found.answer is Answer.ASK


def test_people_and_seating_must_fit() -> None:
    hall: dict[str, Any] = {"kind": SpaceKind.EVENT_AREA, "people": 60}
    wish = touched(kind=SpaceKind.EVENT_AREA, people=50, layout=Layout.ROWS)
    targets = [
        desk("small", **hall, seatings={Layout.ROWS: 40}),
        desk("other", **hall, seatings={Layout.BANQUET: 60}),
        desk("fits", 9, **hall, seatings={Layout.ROWS: 60}),
    ]
    (found,) = proposals([wish], targets, {}, follows={})
    assert found.targets == (("fits",),)


def test_the_spaces_that_stay_stay_and_are_not_taken_twice() -> None:
    wish = touched(space_ids=("old", "kept"))
    targets = [desk("kept"), desk("whole", 0, units=frozenset({"kept", "x"})), desk("a", 3)]
    (found,) = proposals([wish], targets, {}, follows={})
    assert found.targets == (("kept", "a"),)


NAMES = st.sampled_from(["a", "b", "c", "d"])


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(1, 4)), min_size=1, max_size=6),
    st.lists(st.tuples(NAMES, st.integers(0, 6)), max_size=5),
)
def test_first_proposals_never_collide(wishes: list[tuple[int, int]], others: list[tuple[str, int]]) -> None:
    asked = [touched(number, span=at(*when)) for number, when in enumerate(wishes, start=1)]
    taken: dict[str, list[Taken]] = {}
    for name, hour in others:
        taken.setdefault(name, []).append(Taken(at(hour)))
    targets = [desk(name, metres) for metres, name in enumerate("abcd")]
    spans = {one.booking_id: one.span for one in asked}
    given_away: dict[str, list[TimeSpan]] = {}
    for one in proposals(asked, targets, taken, follows={}):
        assert (one.answer is Answer.MOVE) == bool(one.targets)
        for (name,) in one.targets[:1]:
            span = spans[one.booking_id]
            before = [other.span for other in taken.get(name, ())] + given_away.get(name, [])
            assert not any(other.overlaps(span) for other in before)
            given_away.setdefault(name, []).append(span)
