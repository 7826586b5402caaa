"""Path data: short, and where it was meant to be."""

from __future__ import annotations

from labspace.spaces.strokes import Pen, polygons

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def test_things_that_are_alike_are_written_alike_wherever_they_stand() -> None:
    def row(left: float, top: float) -> str:
        return polygons([[(x + left + i, y + top) for x, y in SQUARE] for i in range(3)])

    first, other = row(2, 3), row(104.37, 55.1)
    assert first == "M2 3h1v1h-1zm1 0h1v1h-1zm1 0h1v1h-1z"
    assert other.split("h", 1)[1] == first.split("h", 1)[1]


def test_the_next_piece_begins_from_where_the_last_one_ended_or_was_closed() -> None:
    open_lines = Pen().polyline([(0, 0), (2, 1)]).polyline([(5, 5), (6, 5)])
    assert open_lines.d == "M0 0l2 1m3 4h1"
    assert (
        Pen().polygon(SQUARE).circle((3, 0), 0.5).d == "M0 0h1v1h-1zm2.5 0a.5 .5 0 0 1 1 0a.5 .5 0 0 1 -1 0z"
    )


def test_what_another_pen_has_drawn_may_stand_before_it() -> None:
    assert polygons([SQUARE]) + polygons([SQUARE]) == 2 * "M0 0h1v1h-1z"
