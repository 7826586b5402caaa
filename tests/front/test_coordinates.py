"""Where a house is on the earth: typed by its team, kept over a move, read by calendars (RFC 5545 3.8.1.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from labspace.calendars.scopes import FeedKind, Scope, personal
from labspace.locations.coordinates import DIGITS, Coordinates, coordinates_from, coordinates_text
from tests.calendars.feeds import subscribe
from tests.factories import Cast, book, on_day
from tests.support.visit import Visitor

HERE, THERE = "51.4818, 7.2162", "51.44, 7.33"
BEFORE, AFTER = date(2026, 11, 24), date(2026, 12, 8)
PAGE = "/team/bochum/haus"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("51.4818, 7.2162", (51.4818, 7.2162)),
        (" 51.4818;7.2162 ", (51.4818, 7.2162)),
        ("-33.9 18.4", (-33.9, 18.4)),
        ("51", None),
        ("51,4818, 7,2162", None),
        ("91, 7", None),
        ("51, 181", None),
        ("Markt 1", None),
        ("", None),
    ],
)
def test_what_maps_copy_is_read(text: str, wanted: Coordinates | None) -> None:
    assert coordinates_from(text) == wanted


@given(st.integers(-90 * 10**DIGITS, 90 * 10**DIGITS), st.integers(-180 * 10**DIGITS, 180 * 10**DIGITS))
def test_what_is_kept_is_read_as_the_same(north: int, east: int) -> None:
    place = north / 10**DIGITS, east / 10**DIGITS
    assert coordinates_from(coordinates_text(place)) == place


def say(nora: Visitor, coordinates: str, *, expect: int) -> str:
    page = nora.get(PAGE)
    stamp = next(one.get("value") for one in page.all("input") if one.get("name") == "stand")
    facts = {"name": "Stadtlabor Bochum", "stadt": "Bochum", "anschrift": "Markt 1", "stand": stamp}
    return nora.post(PAGE, {**facts, "koordinaten": coordinates}, expect=expect).words()


def test_every_feed_leads_to_the_house_on_the_map_before_and_after_it_moved(
    app: Flask, session: Session, cast: Cast, now: datetime, visit: Callable[..., Visitor]
) -> None:
    cast.nora.staff_roles[0].keeps_house = True
    for day in (BEFORE, AFTER):
        book(session, cast.desk, cast.alice, on_day(day, 9, 11, house=cast.house), now=now)
    house = Scope(kind=FeedKind.HOUSE, subject_id=cast.house.id)
    readers = [
        subscribe(app, session, cast.alice, scope, now=now) for scope in (personal(cast.alice.id), house)
    ]

    def places() -> list[list[str]]:
        return [[line for line in reader.lines() if line.startswith("GEO:")] for reader in readers]

    assert places() == [[], []]
    nora = visit(cast.nora)
    assert "Breite und Länge" in say(nora, "am Markt", expect=422)
    say(nora, HERE, expect=303)
    assert places() == [["GEO:51.4818;7.2162"] * 2] * 2
    moved = {"tag": "1.12.2026", "anschrift": "Ring 2", "stadt": "Bochum", "koordinaten": THERE}
    seen = nora.post("/team/bochum/umzug", {**moved, "gesehen": ""}, expect=409)
    told = next(one.get("value") for one in seen.all("input") if one.get("name") == "gesehen")
    nora.post("/team/bochum/umzug", {**moved, "gesehen": told})
    assert places() == [["GEO:51.4818;7.2162", "GEO:51.44;7.33"]] * 2
