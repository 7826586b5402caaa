"""The team draws what its house has: traced over a picture scaled by two points, taken over from a DXF by layers."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, expect

from labspace.demo.people import TEAM
from tests.journeys.conftest import Come
from tests.journeys.drafting import DRAFT, SAVE, begin_draft, draw_wall, drawn
from tests.plans.tracing.drawn import floor, written
from tests.support.keyboard import KeyboardUser
from tests.support.pointing import PointingUser
from tests.support.walker import Walker

pytestmark = pytest.mark.browser

DXF: FilePayload = {"name": "Erdgeschoss.dxf", "mimeType": "image/vnd.dxf", "buffer": written(floor())}
SOURCES = re.compile("/vorlage$")
CORNERS = ((100, 100), (1100, 100))
"""Two corners of the house in pixels of the picture, twelve metres apart."""
WALL = ((2.2, 2.2), (14.2, 2.2))
"""Where they are on the sheet: by itself the picture begins one metre into it, and is 12 mm to the pixel."""


def scan() -> FilePayload:
    """A house of 1000 by 600 pixels on a sheet of 1200 by 800."""
    sheet, file = Image.new("RGB", (1200, 800), "white"), BytesIO()
    ImageDraw.Draw(sheet).rectangle((100, 100, 1100, 700), outline="black", width=12)
    sheet.save(file, "PNG")
    return {"name": "scan.png", "mimeType": "image/png", "buffer": file.getvalue()}


def set_points(user: Walker) -> None:
    """Say where the two corners are: on the picture, or with keys in the fields below it."""
    if isinstance(user, PointingUser):
        picture = user.see("input[type=image]")
        shown = int(picture.get_attribute("width") or 0) / 1200
        for (x, y), then in zip(CORNERS, "ba", strict=True):
            # On a phone the second corner is reached by scrolling the picture, as a finger would.
            user.point(picture, at=(x * shown, y * shown))
            user.page.wait_for_url(re.compile(f"punkt={then}"))
    else:
        for name, value in zip(
            ("ax", "ay", "bx", "by"), [n for corner in CORNERS for n in corner], strict=True
        ):
            user.write(name, str(value))
    for name, corner in zip(("ax", "bx"), CORNERS, strict=True):
        expect(user.see(f"[name={name}]")).to_have_value(str(corner[0]))


def begin(user: Walker) -> str:
    """Go where a new draft is given what it is traced from; the address of the draft."""
    user.go("/team/bochum/plaene")
    draft = begin_draft(user, name="Nachgezeichnet", level=3)
    user.press("main a[href$='/vorlage']", lands=SOURCES)
    return draft


def test_a_picture_is_laid_under_a_draft_scaled_and_traced(come: Come) -> None:
    user = come(TEAM)
    draft = begin(user)
    user.check()
    user.add_file("bild", scan())
    user.press("form[action$='/vorlage'] button[type=submit]")
    # The same address answers: what tells that it did is the picture.
    user.see("figcaption").wait_for()
    user.press("a[href$='/vorlage/massstab']", lands="**/massstab")
    user.check()
    set_points(user)
    user.write("laenge", "12")
    # To the browser the picture is the form's first button; Enter in a field sends the form all the same.
    if isinstance(user, KeyboardUser):
        user.page.keyboard.press("Enter")
    else:
        user.press(SAVE)
    user.page.wait_for_url(SOURCES)
    expect(user.see("figcaption")).to_contain_text(re.compile(r"14[.,]40 × 9[.,]60 m"))
    user.check()

    user.press(f"main a[href$='{draft.rpartition('/')[2]}']", lands=draft)
    draw_wall(user, *WALL)
    if user.has_scripts:
        assert drawn(user)["drawing"]["inner_walls"] == [[list(point) for point in WALL]]
        user.check()
    else:
        user.press("a[href$='/elemente/innenwaende']", lands="**/innenwaende")
        expect(user.see(".rows__text")).to_contain_text("12,00 m lang, von 2,20; 2,20")


def test_a_dxf_is_taken_over_layer_by_layer(come: Come) -> None:
    user = come(TEAM)
    begin(user)
    user.add_file("zeichnung", DXF)
    user.press("form[action$='/zeichnungen'] button[type=submit]", lands=re.compile(r"/zeichnungen/\d+$"))
    user.choose("ebene-2", "besprechungsraeume")
    user.choose("ebene-3", "nichts")
    user.press("[name=vorschau]", lands=re.compile("einheit=mm"))
    expect(user.see("#vorschau .plan")).to_contain_text("Büro West")
    user.check()
    user.press(SAVE, lands=DRAFT)
    user.expect_text("Übernommen", "Taken over")
    expect(user.see("main")).to_contain_text("Büro Ost")
    if user.has_scripts:
        document = drawn(user)
        assert [space["name"]["de"] for space in document["spaces"]] == ["Büro West", "Büro Ost"]
        assert document["drawing"]["furniture"] == []
