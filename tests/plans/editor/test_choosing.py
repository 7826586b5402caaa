"""Several at once: by a frame, with Shift, with a frame added to what was chosen; in line and evenly spread."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.plans.editor.sheet import Sheet, Spot

pytestmark = pytest.mark.browser

DESKS: list[Spot] = [(3, 3), (7, 3.4), (13, 4), (5, 10)]


@pytest.fixture
def sheet(draw) -> Sheet:
    """Four desks, the last by itself; nothing selected."""
    one: Sheet = draw()
    one.take("space")
    one.click(*DESKS)
    one.take("select")
    one.drawing.focus()
    one.press("Escape")
    return one


def chosen(sheet: Sheet, count: int) -> None:
    expect(sheet.page.locator("[data-panel] h2").first).to_have_text(f"{count} ausgewählt")


def lefts_and_tops(sheet: Sheet) -> tuple[list[float], list[float]]:
    corners = [placement["shape"][0] for placement in sheet.saved()["placements"]]
    return [x for x, _y in corners], [y for _x, y in corners]


def test_a_frame_takes_what_lies_within_and_only_that(sheet: Sheet) -> None:
    sheet.drag((1.5, 1.5), (8.2, 5))
    chosen(sheet, 2)
    # What is only touched is not within.
    sheet.drag((1.5, 1.5), (12.8, 5))
    chosen(sheet, 2)


def test_shift_adds_and_takes_out_again_one_by_one_and_by_a_frame(sheet: Sheet) -> None:
    page = sheet.page
    sheet.click(DESKS[0])
    page.keyboard.down("Shift")
    sheet.click(DESKS[1], DESKS[2])
    chosen(sheet, 3)
    sheet.click(DESKS[1])
    chosen(sheet, 2)
    sheet.drag((3.5, 8.5), (6.5, 11.5))
    chosen(sheet, 3)
    page.keyboard.up("Shift")
    sheet.press("Delete")
    (left,), (top,) = lefts_and_tops(sheet)
    assert (left, top) == pytest.approx((6.2, 2.6), abs=0.11)
    sheet.press("Control+z")
    chosen_again = sheet.saved()["placements"]
    assert len(chosen_again) == 4


@pytest.mark.parametrize(
    ("button", "axis", "line"),
    [("left", 0, 2.2), ("right", 0, 12.2), ("top", 1, 2.2), ("bottom", 1, 9.2)],
)
def test_several_are_put_in_line_in_one_step(sheet: Sheet, button: str, axis: int, line: float) -> None:
    before = lefts_and_tops(sheet)
    sheet.press("Control+a")
    chosen(sheet, 4)
    sheet.page.locator(f"[name=editor-align-{button}]").click()
    after = lefts_and_tops(sheet)
    assert after[axis] == [line] * 4
    assert after[1 - axis] == before[1 - axis]
    chosen(sheet, 4)
    sheet.do("undo")
    assert lefts_and_tops(sheet) == before


def test_several_are_spread_evenly_downwards(sheet: Sheet) -> None:
    sheet.press("Control+a")
    sheet.page.locator("[name=editor-distribute-1]").click()
    tops = sorted(lefts_and_tops(sheet)[1])
    gaps = [below - above for above, below in pairwise(tops)]
    assert max(gaps) - min(gaps) <= 0.01
    assert (tops[0], tops[-1]) == (2.2, 9.2)
