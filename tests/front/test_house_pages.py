"""The houses' pages answer everybody, say how each space stands, and survive whatever is typed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from labspace.demo.loading import load_houses
from labspace.locations.models import Closure
from labspace.times import TimeSpan
from tests.factories import Cast, book, make_house, make_space, make_user, on_day
from tests.support.visit import Page

MONDAY = date(2026, 11, 23)
HOUSE = "/standorte/bochum"
MORNING = f"{HOUSE}?tag=2026-11-23&von=10:00&bis=12:00"


def states(page: Page) -> dict[str, str]:
    """How the list twin says each space stands, by name."""
    rows = [row for row in page.all("li") if "space-row" in (row.get("class") or "").split()]
    return {
        "".join(row[0][0].itertext()): (row.get("class") or "").split("space-row--")[1].split()[0]
        for row in rows
    }


def hrefs(page: Page) -> set[str]:
    """Where its buttons lead."""
    return {link.get("href") or "" for link in page.all("a") if "button" in (link.get("class") or "").split()}


def test_every_space_is_in_the_list_with_its_state(
    session: Session, visit, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.bob, on_day(MONDAY, 9, 13, house=cast.house), now=now)
    book(session, cast.second_desk, cast.bob, on_day(MONDAY, 11, 13, house=cast.house), now=now)
    book(session, cast.table, cast.alice, on_day(MONDAY, 10, 11, house=cast.house), now=now)
    found = states(visit(cast.alice).get(MORNING))
    assert found["Desk 1"] == "taken"
    assert found["Desk 2"] == "partly"
    assert found["Cafe_Table 1"] == "yours"
    assert found["Meeting_Room 1"] == "free"


def test_the_public_is_not_told_whose_a_booking_is(session: Session, visit, cast: Cast, now) -> None:
    book(session, cast.desk, cast.alice, on_day(MONDAY, 9, 13, house=cast.house), now=now)
    page = visit().get(MORNING)
    assert states(page)["Desk 1"] == "taken"
    assert "Alice" not in page.text


def test_the_plan_links_every_space_and_says_how_it_stands(session: Session, visit) -> None:
    load_houses(session)
    page = visit().get(f"{HOUSE}?tag=2026-11-24&von=10:00&bis=12:00")
    links = [link for link in page.document.iter() if link.get("data-space")]
    rows = states(page)
    assert len(links) == len(rows) == 30
    for name in rows:
        assert any((link.get("aria-label") or "").startswith(f"{name}, ") for link in links), name


def test_an_opened_space_has_one_button_to_book(visit, cast: Cast) -> None:
    page = visit().get(f"{MORNING}&flaeche={cast.desk.public_id}")
    buttons = [link for link in page.all("a") if "button--primary" in (link.get("class") or "")]
    assert f"flaeche={cast.desk.public_id}" in (buttons[0].get("href") or "")
    assert "von=10%3A00" in (buttons[0].get("href") or "")


def test_a_taken_space_names_others_that_are_free(session: Session, visit, cast: Cast, now) -> None:
    book(session, cast.desk, cast.bob, on_day(MONDAY, 9, 13, house=cast.house), now=now)
    page = visit().get(f"{MORNING}&flaeche={cast.desk.public_id}")
    assert [link.get("data-opens") for link in page.all("a") if link.get("data-opens")] == [
        cast.second_desk.public_id
    ]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        pytest.param("tag=31.02.2026", "Diesen Tag gibt es nicht", id="no such day"),
        pytest.param("tag=2099-01-01", "zu weit entfernt", id="too far"),
        pytest.param("von=12:00&bis=10:00", "Das Ende liegt vor dem Beginn", id="end before beginning"),
        pytest.param("von=12:00&bis=12:00", "Das Ende liegt vor dem Beginn", id="no length"),
        pytest.param("von=99:99&bis=10:00", "Diese Uhrzeit gibt es nicht", id="no such time"),
        pytest.param("tag=2027-03-28&von=02:30&bis=04:00", "springt von 2 auf 3", id="skipped hour"),
    ],
)
@pytest.mark.parametrize("path", [HOUSE, f"{HOUSE}/tag", "/flaechen/bochum-desk-01"])
def test_what_cannot_be_is_said_and_the_page_stays(
    visit, cast: Cast, query: str, says: str, path: str
) -> None:
    assert says in visit().get(f"{path}?{query}", expect=422).words()


@pytest.mark.parametrize("query", [f"tag={'9' * 5000}", "tag=%F0%9F%98%80", "tag=%0A"])
def test_garbled_days_never_break_a_page(visit, cast: Cast, query: str) -> None:
    for path in (HOUSE, f"{HOUSE}/tag", f"{HOUSE}/woche", "/flaechen/bochum-desk-01"):
        assert "Diesen Tag gibt es nicht" in visit().get(f"{path}?{query}", expect=422).words()


@pytest.mark.parametrize("query", ["flaeche=%27--", "tag=&von=&bis=", "tag=morgen", "unbekannt=1"])
def test_empty_and_unknown_questions_are_passed_over(visit, cast: Cast, query: str) -> None:
    visit().get(f"{HOUSE}?{query}")


@pytest.mark.parametrize(
    "path",
    ["/standorte/atlantis", "/standorte/atlantis/tag", "/standorte/atlantis/woche", "/flaechen/kein-tisch"],
)
def test_unknown_houses_and_spaces_are_not_found(visit, cast: Cast, path: str) -> None:
    visit().get(path, expect=404)


def test_a_closed_day_says_so_and_offers_the_next_open_one(session: Session, visit, cast: Cast) -> None:
    whole = TimeSpan.of_days(MONDAY, MONDAY, zone=cast.house.zone)
    session.add(Closure(location_id=cast.house.id, starts_at=whole.starts_at, ends_at=whole.ends_at))
    words = visit().get(f"{HOUSE}?tag=2026-11-23").words()
    assert "Das Haus ist geschlossen" in words
    assert "Nächster offener Tag: Dienstag, 24. November 2026" in words


def test_past_days_are_not_shown_to_the_public(visit, cast: Cast) -> None:
    page = visit().get(f"{HOUSE}?tag=2026-11-20&von=10:00&bis=12:00")
    assert "zeigen wir nicht öffentlich" in page.words()
    assert set(states(page).values()) <= {"closed", "barred"}


def test_kinds_are_counted_without_wholes(visit, cast: Cast) -> None:
    words = visit().get(MORNING).words()
    assert "Eventflächen 2 von 2 frei" in words
    assert "Arbeitsplätze 2 von 2 frei" in words


def test_a_house_without_spaces_or_plan_says_so(session: Session, visit, cast: Cast) -> None:
    make_house(session, "herne")
    words = visit().get("/standorte/herne").words()
    assert "gibt es an diesem Tag keine Flächen" in words
    assert "keinen Grundriss" in words


def test_sixty_spaces_with_long_names_are_shown(session: Session, visit, cast: Cast) -> None:
    for number in range(10, 70):
        make_space(
            session, cast.house, number=number, name="Arbeitsplatz am großen Fenster zur Fußgängerzone " * 2
        )
    assert len(visit().get(MORNING).all("li")) > 60


def test_the_day_shows_every_space_in_its_kind(session: Session, visit, cast: Cast, now: datetime) -> None:
    book(session, cast.desk, cast.bob, on_day(MONDAY, 9, 13, house=cast.house), now=now)
    words = visit().get(f"{HOUSE}/tag?tag=2026-11-23").words()
    assert "belegt, 09:00–13:00" in words
    assert words.index("Arbeitsplätze") < words.index("Besprechungsräume")


def test_the_week_counts_free_hours(session: Session, visit, cast: Cast, now: datetime) -> None:
    book(session, cast.desk, cast.bob, on_day(MONDAY, 9, 13, house=cast.house), now=now)
    page = visit().get(f"{HOUSE}/woche?tag=2026-11-23")
    row = next(row for row in page.all("tr") if "Desk 1" in "".join(row.itertext()))
    assert "6 Std. frei" in " ".join("".join(row.itertext()).split())


def test_a_space_says_when_it_is_next_free(session: Session, visit, cast: Cast, now: datetime) -> None:
    book(session, cast.desk, cast.bob, on_day(MONDAY, 9, 13, house=cast.house), now=now)
    assert "Mo, 23.11.2026, 13:00–15:00 Uhr" in visit().get("/flaechen/bochum-desk-01").words()


def test_the_start_page_counts_what_is_free_now(session: Session, visit, cast: Cast, now: datetime) -> None:
    book(session, cast.desk, cast.bob, on_day(MONDAY, 9, 13, house=cast.house), now=now)
    words = visit().get("/").words()
    assert "1 Arbeitsplatz frei" in words
    assert "geöffnet bis 18:00 Uhr" in words


def test_the_start_page_without_houses_says_what_to_do(app: Flask, visit) -> None:
    page = visit().get("/")
    assert "Noch kein Haus" in page.words()
    assert "/anmeldung" in hrefs(page)


def test_the_start_page_without_houses_leads_who_administers_to_the_first(
    app: Flask, visit, session: Session, now: datetime
) -> None:
    lead = make_user(session, "Ada", now=now, is_administrator=True)
    session.commit()
    assert "/verwaltung/haeuser/neu" in hrefs(visit(lead).get("/"))


@pytest.mark.parametrize("path", ["/", HOUSE, f"{HOUSE}/tag", f"{HOUSE}/woche", "/flaechen/bochum-desk-01"])
def test_english_readers_find_no_german(visit, cast: Cast, path: str) -> None:
    words = visit(language="en").get(path).words()
    for word in ("frei", "Fläche", "Heute", "geöffnet", "Uhr", "Buchen", "geschlossen"):
        assert word not in words.split(), word


@pytest.mark.parametrize("path", ["/", HOUSE, "/impressum", "/standorte/bochum/tag"])
def test_the_demonstration_says_so_on_every_page(session: Session, visit, path: str) -> None:
    load_houses(session)
    assert "Demonstration – frei erfunden" in visit().get(path).words()


def test_desks_are_pooled_only_when_one_is_free(session: Session, visit, cast: Cast, now: datetime) -> None:
    assert "Irgendeinen freien Arbeitsplatz" in visit().get(MORNING).words()
    for desk in (cast.desk, cast.second_desk):
        book(session, desk, cast.bob, on_day(MONDAY, 9, 13, house=cast.house), now=now)
    assert "Irgendeinen freien Arbeitsplatz" not in visit().get(MORNING).words()


@pytest.mark.parametrize(
    ("moment", "monday"),
    [
        pytest.param(datetime(2026, 11, 29, 10, tzinfo=UTC), "23.11.2026", id="while it is open on Sunday"),
        pytest.param(
            datetime(2026, 11, 29, 18, tzinfo=UTC), "30.11.2026", id="when it opens no more this week"
        ),
    ],
)
def test_the_week_shown_unasked_has_something_left(visit, cast: Cast, moment: datetime, monday: str) -> None:
    with time_machine.travel(moment, tick=False):
        page = visit().get(f"{HOUSE}/woche")
    assert f"{monday}–" in page.text


def test_now_is_chosen_only_on_a_day_that_is_today(session: Session, visit, cast: Cast) -> None:
    def chosen(url: str) -> list[str]:
        links = [a for a in visit().get(url).all("a") if "quick-times__item" in (a.get("class") or "")]
        return ["".join(a.itertext()) for a in links if a.get("aria-current")]

    assert chosen(HOUSE) == ["jetzt"]
    assert chosen(f"{HOUSE}?tag=2026-11-25") == []
    whole = TimeSpan.of_days(MONDAY, MONDAY, zone=cast.house.zone)
    session.add(Closure(location_id=cast.house.id, span=whole))
    session.commit()
    assert chosen(f"{HOUSE}?tag=2026-11-23") == []
