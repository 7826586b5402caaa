"""What is hidden cannot be worked out: by subtraction, by bounds, over months, or from a corrected copy."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from labspace.occupancy.suppression.hiding import Before, Hidden, hide
from labspace.occupancy.suppression.tables import WHOLE, Cell, Place, Showing, Table
from tests.occupancy.suppression.attacker import Published, sums_of

MOST = 6
"""No value of a random table is above half of it, so that a solver which stops here misses nothing near."""


def cell(value: int, persons: int = 9, organisations: int = 4, showing: Showing = Showing.UNLESS_FEW) -> Cell:
    return Cell(values=(Fraction(value),), persons=persons, organisations=organisations, showing=showing)


def row(*parts: Cell, total: Showing = Showing.ALWAYS) -> Table:
    cells: dict[Place, Cell] = {(str(number),): part for number, part in enumerate(parts)}
    whole = cell(sum(int(part.values[0]) for part in parts), 50, 20, total)
    return Table({**cells, (WHOLE,): whole})


def hidden_parts(table: Table) -> str:
    found = hide(table)
    return "".join(sorted(place[0] for place in table.cells if place in found))


def lone(value: int) -> Cell:
    """Of one person for one organisation."""
    return cell(value, 1, 1)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param(row(cell(5), cell(7)), "", id="nothing rests on few"),
        pytest.param(row(lone(5), cell(40), cell(20, 7, 3)), "02", id="one cell covers, the one that costs least persons first"),
        pytest.param(row(cell(5, 5, 3), cell(40), cell(20)), "", id="five persons of three organisations are enough"),
        pytest.param(row(cell(5, 4, 3), cell(20)), "01", id="four persons are few"),
        pytest.param(row(cell(5, 9, 2), cell(20)), "01", id="two organisations are few"),
        pytest.param(row(lone(5), lone(3), cell(20)), "012", id="two small ones are covered by a large one, not by each other"),
        pytest.param(row(lone(5), cell(0, 0, 0)), "01", id="an empty cell covers where there is no other"),
        pytest.param(row(cell(0, 0, 0), cell(20)), "", id="an empty cell tells of nobody"),
        pytest.param(row(lone(0), cell(0, 0, 0)), "", id="a public sum of nothing says that its parts are nothing"),
        pytest.param(row(lone(5), cell(20), total=Showing.UNLESS_FEW), "01", id="rather a part than the whole"),
        pytest.param(row(lone(5), total=Showing.UNLESS_FEW), "*0", id="the only part takes its whole along"),
        pytest.param(row(lone(5), cell(20), total=Showing.NEVER), "0", id="nothing follows without a sum"),
    ],
)  # fmt: skip
def test_hides_few_cells(table: Table, expected: str) -> None:
    assert hidden_parts(table) == expected


def test_says_when_a_cell_follows_from_what_is_always_public() -> None:
    assert hide(row(lone(5))).exposed == {("0",)}


def test_values_of_one_fate_are_all_left_open() -> None:
    """No late cancellation anywhere else: the sum of them must go too, or 0 + x = 3 would say it."""
    parts = {("desk",): (4, 3), ("room",): (40, 0), ("cafe",): (30, 0)}
    cells: dict[Place, Cell] = {
        place: Cell(values=(Fraction(bookings), Fraction(late)), persons=9, organisations=4)
        for place, (bookings, late) in parts.items()
    }
    cells[("desk",)] = replace(cells[("desk",)], persons=2)
    whole = Cell(values=(Fraction(74), Fraction(3)), persons=30, organisations=9)
    found = hide(Table({**cells, (WHOLE,): whole}))
    assert found.few == {("desk",)}
    assert len(found.covering) == 1


# --- random tables -------------------------------------------------------------------------------

SHAPES = ((2,), (4,), (2, 2), (3, 2), (3, 3), (2, 2, 2))
PEOPLE = st.sampled_from([(0, 0), (1, 1), (4, 4), (7, 2), (5, 3), (30, 9)])


@st.composite
def tables(draw: st.DrawFn, shapes: tuple[tuple[int, ...], ...] = SHAPES, *, in_time: bool = False) -> Table:
    """Random parts, their sums, and for each sort of sum whether it is shown.

    `in_time`: the last direction is months, and a year is always public only where its months are.
    """
    shape = draw(st.sampled_from(shapes))
    people: dict[Place, tuple[int, int]] = {}
    values: dict[Place, int] = {}
    for place in product(*([str(number) for number in range(size)] for size in shape)):
        if shape != (2,) * len(shape) and draw(st.integers(0, 9)) == 0:
            continue
        people[place] = draw(PEOPLE)
        values[place] = draw(st.integers(0, MOST // 2)) if any(people[place]) else 0
    assume(values)
    showing = {
        pattern: draw(
            st.sampled_from([Showing.UNLESS_FEW, Showing.NEVER, Showing.UNLESS_FEW, Showing.ALWAYS])
        )
        for pattern in product((False, True), repeat=len(shape))
    }
    showing[(False,) * len(shape)] = Showing.UNLESS_FEW
    if in_time:
        for pattern in showing:
            if pattern[-1] and showing[(*pattern[:-1], False)] is not Showing.ALWAYS:
                showing[pattern] = draw(st.sampled_from([Showing.UNLESS_FEW, Showing.NEVER]))
    persons = sums_of({place: one for place, (one, _other) in people.items()})
    organisations = sums_of({place: other for place, (_one, other) in people.items()})
    cells = {
        place: Cell(
            values=(Fraction(value),),
            persons=persons[place],
            organisations=organisations[place],
            showing=showing[tuple(own == WHOLE for own in place)],
        )
        for place, value in sums_of(values).items()
    }
    return Table({place: one for place, one in cells.items() if one.showing is not Showing.NEVER})


def published(table: Table, found: Hidden) -> Published:
    return Published(
        numbers={place: one.values[0] for place, one in table.cells.items() if place not in found},
        dots={place for place in table.cells if place in found},
    )


def bare(table: Table) -> Published:
    """Nothing is printed but what is always public."""
    numbers = {place: one.values[0] for place, one in table.cells.items() if one.showing is Showing.ALWAYS}
    return Published(numbers=numbers, dots=set(table.cells) - set(numbers))


def solved(page: Published) -> set[Place]:
    return page.solved_by_elimination() | page.solved_by_trying(MOST)


@given(tables())
def test_no_hidden_cell_follows(table: Table) -> None:
    """Nor does one that no choice protects: that one follows from what is always public by itself."""
    found = hide(table)
    follows = solved(published(table, found))
    assert follows <= (solved(bare(table)) if found.exposed else set())


@given(tables())
def test_what_rests_on_few_is_hidden_unless_a_public_nothing_says_it(table: Table) -> None:
    few = {
        place
        for place, one in table.cells.items()
        if one.is_few and one.showing is Showing.UNLESS_FEW and any(one.values)
    }
    assert hide(table).few >= few


@given(tables())
def test_the_same_table_in_another_order_gives_the_same(table: Table) -> None:
    backwards = Table(dict(reversed(list(table.cells.items()))))
    assert hide(backwards) == hide(table)


@given(tables())
def test_hiding_again_hides_no_more(table: Table) -> None:
    found = hide(table)
    gone = found.few | found.covering
    shown = set(table.cells) - gone
    again = hide(table, before=Before(shown=shown, hidden=gone))
    assert again.few | again.covering == gone


# --- over time -----------------------------------------------------------------------------------


@given(tables(shapes=((3, 3), (2, 4)), in_time=True))
def test_a_later_month_hides_nothing_of_earlier_ones_and_gives_none_away(table: Table) -> None:
    """The last direction is time: months come out one by one, sums over them when all are out."""
    months = sorted({place[-1] for place in table.cells} - {WHOLE})
    before = Before()
    numbers: dict[Place, Fraction] = {}
    for last in [*months, WHOLE]:
        out = {
            place: one
            for place, one in table.cells.items()
            if last == WHOLE or (place[-1] != WHOLE and place[-1] <= last)
        }
        if not out:
            continue
        found = hide(Table(out), before=before)
        gone = found.few | found.covering
        if not found.exposed:
            assert not gone & before.shown
        before = Before(shown=(set(out) - gone) | before.shown, hidden=gone | before.hidden)
        numbers |= {place: out[place].values[0] for place in set(out) - gone}
        follows = solved(Published(numbers=dict(numbers), dots=set(out) - set(numbers)))
        assert not follows or found.exposed


@given(tables(shapes=((3,), (4,), (2, 2))), st.data())
def test_a_correction_gives_no_hidden_cell_away(table: Table, data: st.DataObject) -> None:
    """Whoever kept the first copy and knows that one part was corrected, but not which and by how much.

    In tables of one direction, as all public ones are, every correction; in others those upwards.
    """
    first = hide(table)
    assume(first.few and not first.exposed)
    gone = first.few | first.covering
    part = data.draw(st.sampled_from(sorted(place for place in table.cells if WHOLE not in place)))
    least = 0 if len(part) == 1 else int(table.cells[part].values[0])
    better = corrected(table, part, cell(data.draw(st.integers(least, least + 3)), *data.draw(PEOPLE)))
    second = hide(better, before=Before(shown=set(table.cells) - gone, hidden=gone))
    gone_again = second.few | second.covering
    assert {place for place in gone if better.cells[place].showing is Showing.UNLESS_FEW} <= gone_again
    assert not in_both(table, better, gone, gone_again)


def corrected(table: Table, part: Place, new: Cell) -> Table:
    cells = dict(table.cells)
    old = cells[part]
    for place in table.cells:
        if all(own in (WHOLE, other) for own, other in zip(place, part, strict=True)):
            one = cells[place]
            cells[place] = replace(
                one,
                values=(one.values[0] - old.values[0] + new.values[0],),
                persons=one.persons - old.persons + new.persons,
                organisations=one.organisations - old.organisations + new.organisations,
            )
    return Table(cells)


def in_both(table: Table, better: Table, gone: Set[Place], again: Set[Place]) -> set[Place]:
    """Dots of the first copy with one value in all pairs of tables that differ in at most one part."""
    one = Published({p: c.values[0] for p, c in table.cells.items() if p not in gone}, set(gone))
    two = Published({p: c.values[0] for p, c in better.cells.items() if p not in again}, set(again))
    found: dict[Place, set[int]] = {dot: set() for dot in gone}
    for old in one.tables(range(5)):
        if any(two.fits({**old, part: value}) for part in old for value in range(8)):
            for dot, values in found.items():
                values.add(sum(old[part] for part in one.parts_of(dot)))
            if all(len(values) > 1 for values in found.values()):
                return set()
    return {dot for dot, values in found.items() if len(values) == 1}


# --- the attacker can attack ---------------------------------------------------------------------


def test_the_attacker_subtracts_what_is_hidden_alone() -> None:
    page = Published({("0",): Fraction(40), (WHOLE,): Fraction(45)}, {("1",)})
    assert page.solved_by_elimination() == page.solved_by_trying(MOST) == {("1",)}


def test_the_attacker_knows_that_nothing_is_below_zero() -> None:
    page = Published({("0",): Fraction(5), (WHOLE,): Fraction(5)}, {("1",), ("2",)})
    assert page.solved_by_elimination() == set()
    assert page.solved_by_trying(MOST) == {("1",), ("2",)}


@given(st.integers(1, 3), st.lists(st.integers(0, 3), min_size=1, max_size=4))
def test_without_a_covering_cell_the_attacker_has_the_small_one(small: int, large: list[int]) -> None:
    table = row(lone(small), *map(cell, large))
    found = hide(table)
    assert solved(published(table, replace(found, covering=frozenset()))) == {("0",)}
