"""The picture under the drawing: as large and turned as it was laid, as strong as one likes, and traced over."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect
from sqlalchemy import select

from labspace.accounts.models import User
from labspace.demo.people import TEAM
from labspace.pictures.encoding import encode
from labspace.pictures.kinds import PictureSize
from labspace.plans.tracing.actions import lay_underlay, scale_underlay
from labspace.plans.tracing.matrices import mapped
from labspace.plans.tracing.underlay import Laid
from tests.plans.editor.sheet import Sheet
from tests.support.live_server import NOW

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 1200, 800
CORNERS = ((100, 100), (1100, 100), (1100, 700))
"""Of the house on the picture, in pixels."""
LAID = Laid(metres_per_pixel=0.01, rotation=20.0, at=(6.0, 1.5))
ON_SCREEN = """(image, [x, y]) => {
  const { a, b, c, d, e, f } = image.getScreenCTM();
  return [a * x + c * y + e, b * x + d * y + f];
}"""
HIT = """(image, [x, y]) => document.elementFromPoint(x, y) !== image"""


def scan() -> bytes:
    sheet, file = Image.new("RGB", (WIDTH, HEIGHT), "white"), BytesIO()
    ImageDraw.Draw(sheet).rectangle((100, 100, 1100, 700), outline="black", width=12)
    sheet.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def traced(open_page, site, backstage, begin) -> Sheet:
    """An empty draft with a turned picture under it."""
    path = begin()
    with backstage.at() as session:
        person = session.scalars(select(User).where(User.email == TEAM.email)).one()
        draft_id = int(path.rpartition("/")[2])
        picture = encode(scan())[PictureSize.LARGE]
        laid = lay_underlay(session, draft_id, picture, file_name="scan.png", by=person, now=NOW)
        scale_underlay(session, draft_id, LAID, expected_version=laid.version, by=person, now=NOW)
        session.commit()
    page = open_page(base_url=site)
    backstage.sign_in(page, TEAM)
    page.goto(path)
    return Sheet(page)


def test_it_lies_where_two_points_put_it_at_every_distance(traced: Sheet) -> None:
    image = traced.page.locator("[data-underlay] image")
    expect(image).to_be_visible()
    traced.page.wait_for_function(
        "() => document.querySelector('[data-underlay] image').getBBox().width === 1200"
    )
    for wish in ("fit", "in", "out"):
        traced.do(wish)
        for pixel in ((0, 0), (WIDTH, 0), (WIDTH, HEIGHT)):
            shown = image.evaluate(ON_SCREEN, list(pixel))
            assert shown == pytest.approx(traced.at(mapped(LAID.matrix, pixel)), abs=1.5)


def test_it_is_as_strong_as_one_likes_and_can_be_hidden_with_the_keyboard_too(traced: Sheet) -> None:
    image, slider = traced.page.locator("[data-underlay] image"), traced.page.get_by_label("Bild darunter")
    expect(slider).to_be_visible()
    expect(image).to_have_attribute("opacity", "0.6")
    slider.focus()
    traced.press("Home")
    expect(image).to_have_attribute("opacity", "0")
    traced.press("PageUp")
    expect(image).not_to_have_attribute("opacity", "0")
    traced.press("End")
    expect(image).to_have_attribute("opacity", "1")


def test_walls_are_traced_over_it(traced: Sheet) -> None:
    image = traced.page.locator("[data-underlay] image")
    expect(image).to_be_visible()
    traced.do("snap")
    traced.take("wall")
    # Where the corners of the picture are seen, wherever that is on the sheet.
    places = [image.evaluate(ON_SCREEN, list(pixel)) for pixel in CORNERS]
    assert image.evaluate(HIT, places[0]), "the picture takes the pointer away from the drawing"
    for x, y in [*places, places[-1]]:
        traced.page.mouse.click(x, y)
    (wall,) = traced.saved()["drawing"]["inner_walls"]
    found: Any = [pytest.approx(mapped(LAID.matrix, pixel), abs=0.03) for pixel in CORNERS]
    assert wall == found
    assert "scan" not in str(traced.saved())
