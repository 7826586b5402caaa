"""A house from an empty page: it begins, says what it is, moves, closes for good and opens again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.errors import Refused
from labspace.houses.actions import BookingsTouched
from labspace.houses.founding.actions import describe_house, facts_of, list_house
from labspace.houses.founding.closing import close_for_good, closure_for_good, open_again
from labspace.houses.founding.forms import slug_from
from labspace.houses.founding.moving import move_house
from labspace.houses.queries import fingerprint
from labspace.houses.record.actions import stamp_of, take_back
from labspace.houses.record.models import HouseRecord
from labspace.locations.models import Location, OpeningHours
from labspace.locations.moves import Place
from labspace.notices.models import OutboxRow
from tests.factories import Cast, book, on_day
from tests.support.visit import Page, Visitor

Visit = Callable[..., Visitor]

TODAY = date(2026, 11, 23)
THURSDAY, WEEK_AFTER = date(2026, 11, 26), date(2026, 12, 3)


@pytest.fixture
def bookings(session: Session, cast: Cast, now: datetime) -> list[Booking]:
    """Alice's desk on Thursday and a week after."""
    return [
        book(session, cast.desk, cast.alice, on_day(day, 9, 12, house=cast.house), now=now)
        for day in (THURSDAY, WEEK_AFTER)
    ]


def seen_in(page: Page) -> str:
    return next(field.get("value") or "" for field in page.all("input") if field.get("name") == "gesehen")


def described(session: Session, cast: Cast, now: datetime, **changed: str) -> HouseRecord | None:
    facts = facts_of(cast.house, today=TODAY)
    record = describe_house(
        session,
        cast.house.id,
        {**facts, **changed},
        expected=stamp_of(facts),
        touched=0,
        by=cast.nora,
        now=now,
    )
    session.commit()
    return record


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Castrop-Rauxel", "castrop-rauxel"), ("Köln", "koeln"), ("Gießen", "giessen"), ("北京", ""), ("A" * 99, "a" * 60)],
    ids=["two words", "umlaut", "sharp s", "no letters of ours", "long"],
)  # fmt: skip
def test_a_town_becomes_a_short_address(text: str, slug: str) -> None:
    assert slug_from(text) == slug


NEW = {
    "stadt": "Hagen",
    "name": "Stadtlabor Hagen",
    "zeiten": "Mo–Fr 9–18, Sa 10–14",
    "tag": "heute",
    "land": "DE-NW",
}


def test_an_administrator_founds_a_house(visit: Visit, session: Session, cast: Cast) -> None:
    ada = visit(cast.ada)
    page = ada.post("/verwaltung/haeuser/neu", NEW)
    assert page.location == "/team/hagen/haus"
    house = session.scalars(select(Location).where(Location.slug == "hagen")).one()
    assert (house.timezone, house.holiday_region, house.is_listed) == ("Europe/Berlin", "DE-NW", False)
    hours = session.scalars(select(OpeningHours).where(OpeningHours.location_id == house.id)).all()
    assert sorted(row.weekday for row in hours) == [0, 1, 2, 3, 4, 5]
    assert {row.valid_from for row in hours} == {TODAY}
    words = ada.get("/team/hagen/haus").words()
    assert "noch nicht in den Listen" in words
    assert "noch keiner" in words
    assert "Haus angelegt" in ada.get("/team/hagen/aenderungen").words()


def test_an_empty_house_has_all_its_pages(visit: Visit, cast: Cast) -> None:
    ada = visit(cast.ada)
    ada.post("/verwaltung/haeuser/neu", NEW)
    for url in (
        "/standorte/hagen",
        "/standorte/hagen/tag",
        "/standorte/hagen/woche",
        "/team/hagen",
        "/team/hagen/umzug",
        "/verwaltung/haeuser",
        "/",
        "/team/hagen/schliessungen",
    ):
        ada.get(url)  # fmt: skip


def test_lists_name_it_once_its_team_says_so(visit: Visit, cast: Cast, session: Session) -> None:
    ada, guest = visit(cast.ada), visit()
    ada.post("/verwaltung/haeuser/neu", NEW)
    assert "Stadtlabor Hagen" not in guest.get("/").words()
    ada.post("/team/hagen/haus/listen", {"zeigen": "ja"})
    assert "Stadtlabor Hagen" in guest.get("/").words()
    record = session.scalars(select(HouseRecord).where(HouseRecord.subject == "house_listed")).one()
    ada.post(f"/team/hagen/aenderungen/{record.id}/ruecknahme")
    assert "Stadtlabor Hagen" not in guest.get("/").words()
    assert "Zurückgenommen" in ada.get("/team/hagen/aenderungen").words()


@pytest.mark.parametrize(
    "changed",
    [{"stadt": ""}, {"name": ""}, {"zeiten": "immer"}, {"zeiten": "Mo 9–12, Mo 10–11"}, {"tag": "irgendwann"}, {"kurz": "Hagen!"}, {"kurz": "bochum"}, {"stadt": "北京"}, {"land": "XX"}],
    ids=["no town", "no name", "no hours", "hours that overlap", "no day", "bad address", "taken", "no letters", "no Land"],
)  # fmt: skip
def test_an_impossible_house_is_refused(
    visit: Visit, session: Session, cast: Cast, changed: dict[str, str]
) -> None:
    page = visit(cast.ada).post("/verwaltung/haeuser/neu", {**NEW, **changed}, expect=422)
    assert "Bitte prüfen Sie Ihre Angaben" in page.words()
    assert session.scalar(select(func.count(Location.id))) == 2


def test_only_administrators_found_houses(visit: Visit, cast: Cast) -> None:
    for person in (cast.alice, cast.nora):
        visit(person).get("/verwaltung/haeuser/neu", expect=403)
        visit(person).post("/verwaltung/haeuser/neu", NEW, expect=403)
        visit(person).get("/verwaltung/haeuser", expect=403)


def test_what_a_house_says_is_kept_and_taken_back(session: Session, cast: Cast, now: datetime) -> None:
    old = cast.house.name
    record = described(session, cast, now, name="Labor am Markt", address="Markt 1")
    assert record is not None
    assert (cast.house.name, cast.house.address) == ("Labor am Markt", "Markt 1")
    take_back(session, record.id, by=cast.nora, now=now)
    session.commit()
    assert (cast.house.name, cast.house.address) == (old, "")
    with pytest.raises(Refused) as refused:
        take_back(session, record.id, by=cast.nora, now=now)
    session.rollback()
    assert refused.value.codes == {"taken_back_already"}


def test_nothing_is_taken_back_over_a_later_change(session: Session, cast: Cast, now: datetime) -> None:
    first = described(session, cast, now, name="Eins")
    described(session, cast, now, name="Zwei")
    assert first is not None
    with pytest.raises(Refused) as refused:
        take_back(session, first.id, by=cast.nora, now=now)
    session.rollback()
    assert refused.value.codes == {"changed_since"}
    assert cast.house.name == "Zwei"


def test_two_people_never_overwrite_each_other(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    nora = visit(cast.nora)
    page = nora.get("/team/bochum/haus")
    stamp = next(field.get("value") for field in page.all("input") if field.get("name") == "stand")
    described(session, cast, now, name="Von Ada")
    typed = {"name": "Von Nora", "stadt": "Bochum", "anschrift": "Markt 7", "stand": stamp}
    page = nora.post("/team/bochum/haus", typed, expect=409)
    assert "inzwischen geändert" in page.words()
    assert "Von Ada" in page.words()
    assert "Von Nora" in [field.get("value") for field in page.all("input")]
    newer = next(field.get("value") for field in page.all("input") if field.get("name") == "stand")
    nora.post("/team/bochum/haus", {**typed, "stand": newer})
    session.expire_all()
    assert (cast.house.name, cast.house.address) == ("Von Nora", "Markt 7")


def test_a_move_shows_its_bookings_and_leaves_those_before(
    visit: Visit, session: Session, cast: Cast, bookings: list[Booking]
) -> None:
    before, after = bookings
    form = {"tag": "1.12.2026", "anschrift": "Ring 2", "stadt": "Bochum", "mailen": "y", "gesehen": ""}
    nora, told = visit(cast.nora), session.scalar(select(func.count(OutboxRow.id))) or 0
    asked = nora.post("/team/bochum/umzug", form, expect=409)
    links = [link.get("href") for link in asked.all("a")]
    assert f"/buchungen/{after.reference}" in links
    assert f"/buchungen/{before.reference}" not in links
    nora.post("/team/bochum/umzug", {**form, "gesehen": seen_in(asked)})
    session.expire_all()
    assert cast.house.address_at(after.starts_at) == "Ring 2"
    assert cast.house.address_at(before.starts_at) == ""
    assert session.scalar(select(func.count(OutboxRow.id))) == told + 1
    alice = visit(cast.alice)
    assert "Ring 2" in alice.get(f"/buchungen/{after.reference}").words()
    assert "Ring 2" not in alice.get(f"/buchungen/{before.reference}").words()
    assert "Ring 2" in visit().get("/standorte/bochum").words()


def test_a_move_is_taken_back_before_it_happens(
    session: Session, cast: Cast, now: datetime, bookings: list[Booking]
) -> None:
    place = Place(date(2026, 12, 1), "Ring 2", "Bochum")
    record = move_house(
        session, cast.house.id, place, seen=fingerprint(bookings[1:]), tells=True, by=cast.nora, now=now
    )
    session.commit()
    told = session.scalar(select(func.count(OutboxRow.id))) or 0
    later = now + timedelta(days=9)
    with pytest.raises(Refused) as refused:
        take_back(session, record.id, by=cast.nora, now=later)
    session.rollback()
    assert refused.value.codes == {"not_possible_in_state"}
    take_back(session, record.id, by=cast.nora, now=now)
    session.commit()
    assert cast.house.moves == []
    assert session.scalar(select(func.count(OutboxRow.id))) == told + 1


@pytest.mark.parametrize(
    ("place", "code"),
    [
        pytest.param(Place(date(2026, 11, 22), "Ring 2", "Bochum"), "day_over", id="over"),
        pytest.param(Place(date(2026, 12, 24), "", "Bochum"), "same_address", id="where it is"),
    ],
)
def test_an_impossible_move_is_refused(
    session: Session, cast: Cast, now: datetime, place: Place, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        move_house(session, cast.house.id, place, seen="", tells=False, by=cast.nora, now=now)
    session.rollback()
    assert refused.value.codes == {code}


def close(session: Session, cast: Cast, now: datetime, *, seen: str = "", cancels: bool = False) -> None:
    close_for_good(
        session,
        cast.house,
        day=THURSDAY,
        reason="Mietvertrag endet",
        reason_en="",
        seen=seen,
        cancels=cancels,
        by=cast.nora,
        now=now,
    )
    session.commit()


def test_closing_for_good_shows_the_bookings_first(
    session: Session, cast: Cast, now: datetime, bookings: list[Booking]
) -> None:
    with pytest.raises(BookingsTouched) as touched:
        close(session, cast, now)
    session.rollback()
    assert [one.id for one in touched.value.bookings] == [one.id for one in bookings]
    close(session, cast, now, seen=fingerprint(bookings), cancels=True)
    session.expire_all()
    assert {one.state for one in bookings} == {BookingState.CANCELLED_HOUSE}


def test_a_house_closed_for_good_opens_again(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    nora = visit(cast.nora)
    nora.post("/team/bochum/dauerhafte-schliessung", {"tag": "heute", "grund": "Mietvertrag endet"})
    assert "Stadtlabor Bochum" not in visit().get("/").words()
    assert "seit dem 23.11.2026 geschlossen" in visit().get("/standorte/bochum").words()
    assert "bis auf Weiteres" in nora.get("/team/bochum/schliessungen").words()
    with pytest.raises(Refused):
        book(session, cast.desk, cast.alice, on_day(WEEK_AFTER, 9, 12, house=cast.house), now=now)
    session.rollback()
    nora.post("/team/bochum/wiedereroeffnung", {"tag": "1.12.2026"})
    book(session, cast.desk, cast.alice, on_day(WEEK_AFTER, 9, 12, house=cast.house), now=now)
    with pytest.raises(Refused):
        book(session, cast.desk, cast.alice, on_day(THURSDAY, 9, 12, house=cast.house), now=now)
    session.rollback()
    assert "Wieder geöffnet: ab" in nora.get("/team/bochum/aenderungen").words()


def test_it_closes_once_and_opens_once(session: Session, cast: Cast, now: datetime) -> None:
    close(session, cast, now)
    with pytest.raises(Refused) as refused:
        close(session, cast, now)
    session.rollback()
    assert refused.value.codes == {"closed_for_good_already"}
    with pytest.raises(Refused) as refused:
        open_again(session, cast.house.id, day=TODAY - timedelta(days=1), by=cast.nora, now=now)
    session.rollback()
    assert refused.value.codes == {"day_over"}
    open_again(session, cast.house.id, day=TODAY, by=cast.nora, now=now)
    session.commit()
    assert closure_for_good(session, cast.house.id) is None
    with pytest.raises(LookupError):
        open_again(session, cast.house.id, day=TODAY, by=cast.nora, now=now)
    session.rollback()


def test_listing_twice_changes_nothing(session: Session, cast: Cast, now: datetime) -> None:
    list_house(session, cast.house.id, listed=True, by=cast.nora, now=now)
    session.commit()
    assert session.scalar(select(func.count(HouseRecord.id))) == 0


def test_only_those_who_run_the_house_change_it(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    record = described(session, cast, now, name="Neu")
    assert record is not None
    for person in (cast.alice, cast.charlie):
        for url in ("haus", "umzug", "dauerhafte-schliessung", "aenderungen"):
            visit(person).get(f"/team/bochum/{url}", expect=403)
        visit(person).post(f"/team/bochum/aenderungen/{record.id}/ruecknahme", expect=403)
    visit(cast.nora).get("/team/witten/haus", expect=403)
    visit(cast.ada).post(f"/team/witten/aenderungen/{record.id}/ruecknahme", expect=404)
    visit(cast.ada).post("/team/bochum/aenderungen/99999999999999999999/ruecknahme", expect=404)


def test_a_house_without_a_town_is_not_asked_for_a_short_address(visit: Visit, cast: Cast) -> None:
    words = visit(cast.ada).post("/verwaltung/haeuser/neu", {"stadt": "", "kurz": ""}, expect=422).words()
    assert "Bitte die Stadt nennen." in words
    assert "keine Kurzadresse" not in words


def test_the_page_of_the_house_leads_to_its_calendars_and_screens(visit, cast: Cast) -> None:
    page = visit(cast.nora).get("/team/bochum/haus")
    assert "/team/bochum/einbettung" in [link.get("href") for link in page.all("a")]
