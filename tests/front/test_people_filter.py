"""The house page asked for so many people: what is too small says so, and what fits is named, together as well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.bookings.actions import place_booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import SpaceLayout
from tests.factories import Cast, book, make_space, on_day
from tests.front.test_house_pages import states
from tests.support.visit import Page, Visitor

Visit = Callable[..., Visitor]
DAY = date(2026, 12, 1)
HOUSE = "/standorte/bochum?tag=2026-12-01&von=10:00&bis=12:00"


@pytest.fixture(autouse=True)
def hall(session: Session, cast: Cast) -> None:
    """A hall for 60 beside the one for 99 with its halves for 50."""
    hall = make_space(session, cast.house, SpaceKind.EVENT_AREA, 4, name="Hofsaal", capacity=60)
    session.add(SpaceLayout(space_id=hall.id, layout=Layout.ROWS, capacity=60))
    session.commit()


def lines(page: Page) -> list[str]:
    """What the page says fits, in its order."""
    return [
        " ".join(part.strip() for part in line.itertext() if part.strip())
        for line in page.all("li")
        if "fit-line" in (line.get("class") or "").split()
    ]


def test_areas_wholes_and_several_together_are_named_the_tightest_first(cast: Cast, visit: Visit) -> None:
    found = lines(visit().get(f"{HOUSE}&personen=55"))
    names = [line.partition(" frei")[0] for line in found]
    assert names == [
        "Hofsaal",
        "Event_Area 1",
        "Event_Area 2 + Hofsaal",
        "Event_Area 3 + Hofsaal",
        "Event_Area 1 + Hofsaal",
    ]
    assert "Reihen bis 60" in found[0]
    assert [line.partition(" frei")[0] for line in lines(visit().get(f"{HOUSE}&personen=120"))] == [
        "Event_Area 1 + Hofsaal"
    ]


def test_small_groups_are_led_to_rooms_and_tables_as_well(cast: Cast, visit: Visit) -> None:
    found = lines(visit().get(f"{HOUSE}&personen=4"))
    assert any(line.startswith("Meeting_Room 1") for line in found)
    assert not any(line.startswith("Desk") for line in found)


def test_what_is_too_small_says_so_and_leaves_the_list(cast: Cast, visit: Visit) -> None:
    page = visit().get(f"{HOUSE}&personen=55")
    found = states(page)
    assert set(found) == {"Event_Area 1", "Hofsaal"}
    assert "2 Flächen sind dafür zu klein." in page.words()
    opened = visit().get(f"{HOUSE}&personen=55&flaeche={cast.half_a.public_id}").words()
    assert "zu klein" in opened
    assert "Für 55 Personen ist hier kein Platz: Zugelassen sind höchstens 50." in opened


def test_what_is_promised_is_an_option_and_what_is_taken_is_not_named(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    book(session, cast.half_a, cast.charlie, on_day(DAY, 9, 11, house=cast.house), now=now)
    found = lines(visit().get(f"{HOUSE}&personen=55"))
    assert not any(line.startswith("Event_Area 1") for line in found)
    wish = Wish(
        span=on_day(DAY, 9, 11, house=cast.house),
        space_ids=(cast.half_b.id,),
        details=Details(people=20, layout=Layout.ROWS),
    )
    place_booking(session, wish, booked_by=cast.charlie, now=now, state=BookingState.OPTION)
    session.commit()
    found = lines(visit().get(f"{HOUSE}&personen=45"))
    assert any(line.startswith("Event_Area 3 Option vergeben") for line in found)


def test_a_line_leads_to_the_filled_in_request(cast: Cast, visit: Visit) -> None:
    page = visit(cast.alice).get(f"{HOUSE}&personen=120")
    (url,) = [
        link.get("href", "")
        for link in page.all("a")
        if "flaeche=bochum-event-area-01%2B" in link.get("href", "")
    ]
    asked = parse_qs(urlsplit(url).query)
    assert (asked["personen"], asked["bestuhlung"], asked["von"]) == (["120"], ["rows"], ["10:00"])
    values = {box.get("name"): box.get("value") for box in visit(cast.alice).get(url).all("input")}
    assert values["personen"] == "120"


def test_other_times_keep_the_number(cast: Cast, visit: Visit) -> None:
    page = visit().get(f"{HOUSE}&personen=55")
    moves = [link.get("href", "") for link in page.all("a") if link.get("data-repaint") is not None]
    assert moves
    assert all("personen=55" in url for url in moves)


def test_more_than_the_house_holds_is_said_and_leads_to_other_days(cast: Cast, visit: Visit) -> None:
    page = visit().get(f"{HOUSE}&personen=900")
    assert "Zu dieser Zeit ist für so viele Personen nichts frei." in page.words()
    (url,) = [link.get("href", "") for link in page.all("a") if "eventflaechen" in link.get("href", "")]
    visit().get(url)


@pytest.mark.parametrize("number", ["0", "-3", "viele", "1.5", "9" * 40, "²"])
def test_what_is_no_number_is_told_and_the_page_stays(cast: Cast, visit: Visit, number: str) -> None:
    page = visit().get(f"{HOUSE}&personen={number}", expect=422)
    assert "Bitte für wie viele Personen als Zahl von 1 an aufwärts angeben." in page.words()
    assert states(page)["Desk 1"] == "free"


def test_the_statements_do_not_grow_with_the_areas(session: Session, cast: Cast, visit: Visit) -> None:
    visitor, url = visit(), f"{HOUSE}&personen=55"
    visitor.get(url)
    with statements() as few:
        visitor.get(url)
    for number in range(5, 12):
        space = make_space(session, cast.house, SpaceKind.EVENT_AREA, number, capacity=70)
        session.add(SpaceLayout(space_id=space.id, layout=Layout.ROWS, capacity=70))
    session.commit()
    visitor.get(url)
    with statements() as many:
        visitor.get(url)
    assert len(many) == len(few) <= 6
