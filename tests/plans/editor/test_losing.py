"""The connection goes while somebody draws, and somebody else goes on meanwhile: nothing is lost, all is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from labspace.demo.people import TEAM
from tests.plans.editor.sheet import Sheet

pytestmark = pytest.mark.browser

DRAFT = "**/plaene/entwurf/*.json"
MINE, THEIRS, LATER, LATEST = [[3, 8], [12, 8]], [[3, 3], [9, 3]], [[3, 10], [9, 10]], [[5, 5], [9, 5]]


def refuse(route: Route) -> None:
    if route.request.method == "PUT":
        route.abort()
    else:
        route.continue_()


@contextmanager
def cut_off(page: Page) -> Iterator[None]:
    """Nothing this page sends of its drawing arrives."""
    page.route(DRAFT, refuse)
    yield
    page.unroute(DRAFT)


def draw_wall(sheet: Sheet, wall: list[list[int]]) -> None:
    begun, ended = ((point[0], point[1]) for point in wall)
    sheet.take("wall")
    sheet.click(begun, ended, ended)


def walls(sheet: Sheet) -> list[list[list[int]]]:
    found: list[list[list[int]]] = sheet.saved()["drawing"]["inner_walls"]
    return found


def test_one_goes_on_drawing_without_a_connection_and_all_of_it_arrives_by_itself(two_pages, begin) -> None:
    page = two_pages[0]
    page.goto(begin())
    sheet = Sheet(page)
    with cut_off(page):
        draw_wall(sheet, THEIRS)
        sheet.expect_state("lost")
        expect(page.locator("[data-status]")).to_contain_text("liegt in diesem Browser")
        draw_wall(sheet, MINE)
        sheet.do("undo")
        sheet.do("redo")
        expect(page.locator("[data-status]")).to_be_visible()
        sheet.expect_state("lost")
    # Nobody presses anything: it is tried again.
    sheet.expect_state("saved")
    assert walls(sheet) == [THEIRS, MINE]


def test_a_page_closed_without_a_connection_has_its_drawing_the_next_time(two_pages, begin) -> None:
    page = two_pages[0]
    page.goto(begin())
    sheet = Sheet(page)
    with cut_off(page):
        draw_wall(sheet, MINE)
        sheet.expect_state("lost")
        page.reload()
    again = Sheet(page)
    again.expect_said("ist wieder da")
    assert walls(again) == [MINE]


def test_who_comes_back_after_somebody_else_went_on_is_asked_and_loses_nothing(two_pages, begin) -> None:
    path = begin()
    one, other = two_pages
    one.goto(path)
    mine = Sheet(one)
    with cut_off(one):
        draw_wall(mine, MINE)
        mine.expect_state("lost")
        other.goto(path)
        draw_wall(theirs := Sheet(other), THEIRS)
        assert walls(theirs) == [THEIRS]
        one.reload()
    again = Sheet(one)
    again.expect_state("conflict")
    notice = one.locator("[data-conflict]")
    expect(notice).to_contain_text(TEAM.name)
    expect(notice).to_contain_text("Nichts geht verloren")
    expect(notice).to_be_focused()
    # Both are only a choice away, and the other one a step.
    notice.locator("button", has_text="meiner").click()
    assert walls(again) == [MINE]
    again.do("undo")
    assert walls(again) == [THEIRS]


def test_while_nobody_has_chosen_drawing_goes_on_and_nothing_is_overwritten(two_pages, begin) -> None:
    path = begin()
    sheets = []
    for page in two_pages:
        page.goto(path)
        sheets.append(Sheet(page))
    one, other = sheets
    draw_wall(one, THEIRS)
    one.saved()
    draw_wall(other, MINE)
    other.expect_state("conflict")
    draw_wall(other, LATER)
    other.expect_state("conflict")
    assert walls(one) == [THEIRS]
    other.page.locator("[data-conflict] button", has_text="meiner").click()
    assert walls(other) == [MINE, LATER]
    # Whoever was first is told in turn.
    draw_wall(one, LATEST)
    one.expect_state("conflict")
    one.page.locator("[data-conflict] button", has_text="andere").click()
    assert walls(one) == [MINE, LATER]
