"""Drawing a floor with whatever somebody has in hand: mouse, keys, finger; without scripts with numbers."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.plans.editor.sheet import Sheet, Spot
from tests.support.keyboard import KeyboardUser
from tests.support.walker import Walker

DRAFT = re.compile(r"/plaene/entwurf/\d+$")
EMPTY_SHEET = "details:has(form[action$='/leeres-blatt'])"
SAVE = "main form .button--primary"


def begin_draft(user: Walker, *, name: str, level: int = 0) -> str:
    """A draft on an empty sheet of 20 by 12 metres, begun on the page of the house's floor plans; its address."""
    if user.see(EMPTY_SHEET).get_attribute("open") is None:
        user.press(f"{EMPTY_SHEET} summary")
    user.write("name", name)
    user.write("ebene", str(level))
    user.press("form[action$='/leeres-blatt'] button[type=submit]", lands=DRAFT)
    return user.page.url


def draw_building(user: Walker, corner: Spot, opposite: Spot) -> None:
    """The outline with its outer wall."""
    if not user.has_scripts:
        (left, top), (right, bottom) = corner, opposite
        user.press("a[href$='/umriss/neu']", lands="**/neu")
        for name, value in (
            ("x", (left + right) / 2),
            ("y", (top + bottom) / 2),
            ("breite", right - left),
            ("tiefe", bottom - top),
        ):
            user.write(name, f"{value:g}")
        user.press(SAVE, lands=DRAFT)
        return
    sheet = _take(user, "building", "b")
    if isinstance(user, KeyboardUser):
        _walk(sheet, corner, opposite)
        sheet.press("Enter")
    elif user.has_touch:
        sheet.fingers([corner, ((corner[0] + opposite[0]) / 2, (corner[1] + opposite[1]) / 2), opposite])
    else:
        sheet.drag(corner, opposite)


def draw_desks(user: Walker, count: int, first: Spot) -> None:
    """A row of desks, numbered from 1."""
    if not user.has_scripts:
        user.press("a[href$='/reihe']", lands="**/reihe")
        user.choose("art", "desk")
        for name, value in (("spalten", count), ("reihen", 1), ("x", first[0]), ("y", first[1])):
            user.write(name, f"{value:g}")
        user.press(SAVE, lands=DRAFT)
        return
    _take(user, "space", "s")
    user.write("editor-count", str(count))
    user.page.keyboard.press("Enter")
    # On a phone the field is below the sheet.
    sheet = Sheet(user.page)
    if isinstance(user, KeyboardUser):
        user.walk_to("[data-drawing]")
        _walk(sheet, first)
    elif user.has_touch:
        sheet.tap(first)
    else:
        sheet.click(first)


def draw_wall(user: Walker, start: Spot, end: Spot) -> None:
    """One straight wall."""
    if not user.has_scripts:
        user.press("a[href$='/innenwaende/neu']", lands="**/neu")
        user.write("punkte", f"{start[0]}; {start[1]}\n{end[0]}; {end[1]}")
        user.press(SAVE, lands=DRAFT)
        return
    sheet = _take(user, "wall", "w")
    if isinstance(user, KeyboardUser):
        _walk(sheet, start, end)
        sheet.press("Enter")
    elif user.has_touch:
        sheet.tap(start, end, end)
    else:
        sheet.click(start, end, end)


def remove_first_space(user: Walker) -> None:
    """Take the space away that was drawn first."""
    if not user.has_scripts:
        user.press("a[href$='/elemente/flaechen']", lands="**/flaechen")
        user.press("form[action$='/flaechen/1/entfernung'] button")
        expect(user.see(".notice--success")).to_be_visible()
        user.press(".page__kicker a[href*='/entwurf/']", lands=DRAFT)
        return
    sheet = _take(user, "select", "v")
    first = sheet.saved()["placements"][0]["shape"]
    middle = (sum(x for x, _y in first) / len(first), sum(y for _x, y in first) / len(first))
    if isinstance(user, KeyboardUser):
        _walk(sheet, middle)
        sheet.press("Delete")
    elif user.has_touch:
        sheet.tap(middle)
        user.press("[data-panel] [name=editor-remove]")
    else:
        sheet.click(middle)
        sheet.press("Delete")


def drawn(user: Walker) -> dict[str, Any]:
    """The document of the draft once it is saved."""
    return Sheet(user.page).saved()


def _take(user: Walker, tool: str, key: str) -> Sheet:
    sheet = Sheet(user.page)
    if isinstance(user, KeyboardUser):
        user.walk_to("[data-drawing]")
        sheet.press(key)
    elif user.has_touch:
        sheet.tap_tool(tool)
    else:
        sheet.take(tool)
    expect(user.see(f"[data-tool={tool}]")).to_have_attribute("aria-pressed", "true")
    return sheet


def _walk(sheet: Sheet, *spots: Spot) -> None:
    """Lead the cross from one point to the next and set each."""
    sheet.press("ArrowRight")
    sheet.painted()
    cross = sheet.page.locator(".editor__crosshair").get_attribute("transform") or ""
    at = tuple(float(number) for number in re.findall(r"[\d.]+", cross)[:2])
    for spot in spots:
        sheet.walk((spot[0] - at[0], spot[1] - at[1]))
        sheet.press("Enter")
        at = spot
