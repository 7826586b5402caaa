"""Hours of single spaces: from a day on, bookings seen first, the house's hours before and after, taken back."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.houses.dated.models import DatedChange, Subject
from labspace.spaces.models import Space, SpaceHours
from labspace.spaces.queries import bookable_spans, openings
from labspace.times import TimeSpan
from tests.factories import Cast, book, on_day
from tests.support.filled import filled

WEDNESDAY, THURSDAY, FRIDAY = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)
LIST = "/team/bochum/oeffnungszeiten/flaechen"
WORKDAYS = ("mo", "di", "mi", "do", "fr")


def page_of(space: Space) -> str:
    return f"{LIST}/{space.public_id}"


def typed(stand: str | list[str], **changed: str | list[str]) -> dict[str, str | list[str]]:
    week = {**dict.fromkeys(WORKDAYS, "10–16"), "sa": "", "so": ""}
    return {"ab": "26.11.2026", "bis_tag": "", "zeiten": "eigene", "stand": stand, **week, **changed}


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk on Thursday from 9 to 12."""
    return book(session, cast.desk, cast.alice, on_day(THURSDAY, 9, 12, house=cast.house), now=now)


def open_on(session: Session, space: Space, day: date) -> list[str]:
    """Bookable time of a space on a day by the clock of its house, as pages and as figures read it."""
    session.expire_all()
    zone = space.location.zone
    window = TimeSpan.of_days(day, day, zone=zone)
    found = bookable_spans(session, [space], window)[space.id]
    assert openings(session, [space], window).spaces[space.id] == found
    return [
        "–".join(f"{moment.astimezone(zone):%H:%M}" for moment in (span.starts_at, span.ends_at))
        for span in found
    ]


def test_the_form_begins_with_the_hours_of_the_house(visit, cast: Cast) -> None:
    values = filled(visit(cast.nora).get(page_of(cast.desk)))
    assert (values["zeiten"], values["mo"], values["so"]) == ("haus", "08:00–18:00", "08:00–18:00")


def test_hours_hold_for_one_space_and_for_their_days(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    stand = filled(nora.get(page_of(cast.desk)))["stand"]
    nora.post(page_of(cast.desk), typed(stand, bis_tag="26.11.2026"))
    assert open_on(session, cast.desk, WEDNESDAY) == ["08:00–18:00"]
    assert open_on(session, cast.desk, THURSDAY) == ["10:00–16:00"]
    assert open_on(session, cast.desk, FRIDAY) == ["08:00–18:00"]
    assert open_on(session, cast.second_desk, THURSDAY) == ["08:00–18:00"]
    assert filled(nora.get(f"{page_of(cast.desk)}?ab=26.11.2026"))["do"] == "10:00–16:00"
    assert "später anders" in nora.get(LIST).words()


def test_bookings_that_lose_time_are_seen_first_and_the_change_goes_back(
    visit, session: Session, cast: Cast, now: datetime, booking: Booking
) -> None:
    other = book(session, cast.second_desk, cast.bob, on_day(THURSDAY, 9, 12, house=cast.house), now=now)
    nora = visit(cast.nora)
    stand = filled(nora.get(page_of(cast.desk)))["stand"]
    asked = nora.post(page_of(cast.desk), typed(stand), expect=409)
    links = [link.get("href") for link in asked.all("a")]
    assert f"/buchungen/{booking.reference}" in links
    assert f"/buchungen/{other.reference}" not in links
    assert session.scalar(select(func.count(SpaceHours.id))) == 0
    nora.post(page_of(cast.desk), {**filled(asked), "buchungen": "absagen", "grund": "Umbau am Fenster"})
    session.expire_all()
    assert booking.state is BookingState.CANCELLED_HOUSE
    assert other.state is BookingState.CONFIRMED
    made = session.scalars(select(DatedChange)).one()
    assert (made.subject, made.scope) == (Subject.UNIT_HOURS, f"space:{cast.desk.id}")
    change = f"/team/bochum/festlegungen/{made.id}"
    assert "Alle Tagewie das Haus" in nora.get(change).words()
    nora.post(f"{change}/ruecknahme")
    assert open_on(session, cast.desk, THURSDAY) == ["08:00–18:00"]
    assert session.scalar(select(func.count(SpaceHours.id))) == 0
    assert "zurückgenommen" in nora.get(LIST).words()


def test_a_space_is_open_as_its_house_again(visit, session: Session, cast: Cast) -> None:
    nora, page = visit(cast.nora), page_of(cast.desk)
    nora.post(page, typed(filled(nora.get(page))["stand"]))
    again = {**filled(nora.get(f"{page}?ab=27.11.2026")), "zeiten": "haus"}
    nora.post(page, again)
    assert open_on(session, cast.desk, THURSDAY) == ["10:00–16:00"]
    assert open_on(session, cast.desk, FRIDAY) == ["08:00–18:00"]


def test_longer_hours_than_the_house_touch_nobody(
    visit, session: Session, cast: Cast, booking: Booking
) -> None:
    nora, page = visit(cast.nora), page_of(cast.desk)
    nora.post(page, typed(filled(nora.get(page))["stand"], do="7–24"))
    assert open_on(session, cast.desk, THURSDAY) == ["07:00–00:00"]


def test_whoever_comes_second_keeps_what_was_typed(visit, session: Session, cast: Cast) -> None:
    page = page_of(cast.desk)
    stand = filled(visit(cast.nora).get(page))["stand"]
    visit(cast.nora).post(page, typed(stand))
    refused = visit(cast.ada).post(page, typed(stand, mo="9–12"), expect=409)
    assert "Inzwischen hat jemand anderes" in refused.words()
    assert filled(refused)["mo"] == "9–12"
    visit(cast.ada).post(page, filled(refused))
    assert session.scalar(select(func.count(DatedChange.id))) == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (dict.fromkeys(WORKDAYS, ""), "an mindestens einem Tag"), ({"zeiten": ""}, "welche Zeiten gelten"),
        ({"zeiten": "irgendwie"}, "aus der Liste"), ({"mo": "8–12, 11–18"}, "überschneiden"),
        ({"ab": "gestern"}, "Was war, bleibt"), ({"zeiten": "haus"}, "schon"),
    ],
    ids=["no hours", "no choice", "unknown choice", "overlap", "past", "nothing changes"],
)  # fmt: skip
def test_impossible_hours_are_refused_and_kept(
    visit, session: Session, cast: Cast, changed: dict[str, str], words: str
) -> None:
    nora, page = visit(cast.nora), page_of(cast.desk)
    refused = nora.post(page, typed(filled(nora.get(page))["stand"], **changed), expect=422)
    assert words in refused.words()
    assert filled(refused)["di"] == changed.get("di", "10–16")
    assert session.scalar(select(func.count(SpaceHours.id))) == 0


def test_only_those_who_keep_the_house_and_its_own_spaces(visit, cast: Cast) -> None:
    visit(cast.alice).get(LIST, expect=403)
    visit(cast.nora).get(LIST.replace("bochum", "witten"), expect=403)
    visit(cast.ada).get(page_of(cast.desk).replace("bochum/", "witten/", 1), expect=404)
    visit(cast.nora).get(f"{LIST}/gibt-es-nicht", expect=404)
