"""What takes the place of what, day by day: outside the days named nothing changes, and the way back is exact."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.houses.dated.rows import Row, holding, last_of, replaced, resumed, stand, tidy, turns

FIRST = date(2026, 11, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(60)]


def row(word: str, first: date, last: date | None = None) -> Row:
    return {"word": word, "valid_from": first.isoformat(), "valid_until": last and last.isoformat()}


@st.composite
def stretches(draw: st.DrawFn) -> tuple[date, date | None]:
    begins = draw(st.integers(0, 40))
    length = draw(st.none() | st.integers(0, 19))
    return DAYS[begins], None if length is None else DAYS[begins + length]


@st.composite
def some_rows(draw: st.DrawFn) -> list[Row]:
    return [
        row(draw(st.sampled_from("abc")), *draw(stretches())) for _number in range(draw(st.integers(0, 5)))
    ]


def words_on(rows: list[Row], day: date) -> set[str]:
    return {one["word"] for one in holding(rows, day)}


@given(some_rows())
def test_tidied_rows_say_the_same_each_day(rows: list[Row]) -> None:
    assert [words_on(tidy(rows), day) for day in DAYS] == [words_on(rows, day) for day in DAYS]
    assert tidy(tidy(rows)) == tidy(rows)


@given(some_rows(), stretches(), st.sets(st.sampled_from("xyz"), max_size=2))
def test_only_the_named_days_are_replaced(
    rows: list[Row], stretch: tuple[date, date | None], words: set[str]
) -> None:
    first, last = stretch
    after = replaced(rows, [{"word": word} for word in sorted(words)], first=first, last=last)
    for day in DAYS:
        inside = first <= day and (last is None or day <= last)
        assert words_on(after, day) == (words if inside else words_on(rows, day))


@given(some_rows(), stretches(), st.integers(0, 59))
def test_the_way_back_restores_from_a_day_on_and_leaves_what_was(
    rows: list[Row], stretch: tuple[date, date | None], turn: int
) -> None:
    after = replaced(rows, [{"word": "new"}], first=stretch[0], last=stretch[1])
    back = resumed(after, rows, first=DAYS[turn])
    for number, day in enumerate(DAYS):
        assert words_on(back, day) == words_on(rows if number >= turn else after, day)


@given(some_rows(), stretches())
def test_taken_back_before_it_begins_the_rows_are_the_same_rows(
    rows: list[Row], stretch: tuple[date, date | None]
) -> None:
    after = replaced(rows, [{"word": "new"}], first=stretch[0], last=stretch[1])
    assert resumed(after, rows, first=stretch[0]) == tidy(rows)


@given(some_rows(), st.integers(0, 59))
def test_between_two_turns_the_same_holds_each_day(rows: list[Row], since: int) -> None:
    found = turns(rows, since=DAYS[since])
    assert found[0][0] == DAYS[since]
    assert found[-1][1] is None
    for first, last in found:
        days = [day for day in DAYS if first <= day and (last is None or day <= last)]
        assert len({frozenset(words_on(rows, day)) for day in days}) <= 1


def test_the_ends_of_the_calendar_hold() -> None:
    always = row("a", date(1, 1, 2), date.max)
    after = replaced([always], [{"word": "b"}], first=date(2026, 1, 1), last=None)
    assert [(one["word"], one["valid_from"], last_of(one)) for one in after] == [
        ("a", "0001-01-02", date(2025, 12, 31)),
        ("b", "2026-01-01", None),
    ]
    assert turns([always], since=FIRST) == [(FIRST, None)]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([row("a", FIRST)], id="one less"),
        pytest.param([row("a", FIRST), row("c", FIRST)], id="another word"),
        pytest.param([row("a", FIRST), row("b", FIRST, DAYS[5])], id="another day"),
    ],
)
def test_the_stand_tells_any_change(other: list[Row]) -> None:
    rows = [row("a", FIRST), row("b", FIRST)]
    assert stand(rows) == stand(list(reversed(rows)))
    assert stand(rows) != stand(other)
