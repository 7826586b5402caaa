"""What a house lends and serves, kept by its team: from a day on, seen beforehand, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.wishes import Details, Wish
from labspace.events.actions import EventDetails, request_event
from labspace.events.catering import BookedCatering, CateringChoice, Served, catering_choices
from labspace.events.equipment.models import BookedEquipment, EquipmentStock
from labspace.events.equipment.queries import things_on
from labspace.events.stock.written import code_for
from labspace.houses.dated.models import DatedChange
from labspace.notices.models import OutboxRow
from labspace.spaces.kinds import Layout
from tests.factories import LONG_AGO, Cast, on_day
from tests.support.filled import filled

EQUIPMENT, CATERING = "/team/bochum/ausstattung", "/team/bochum/bewirtung"
TODAY, TOMORROW, DAY, LATER = date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 15)


@pytest.fixture(autouse=True)
def stock(session: Session, cast: Cast) -> None:
    """Two projectors and ten partition walls, a coffee break and a buffet."""
    for position, (code, name, name_en, number) in enumerate(
        [("projector", "Beamer", "Projector", 2), ("partition", "Stellwand", "Partition wall", 10)], start=1
    ):
        session.add(
            EquipmentStock(
                location_id=cast.house.id, code=code, name=name, name_en=name_en, number=number,
                position=position, valid_from=LONG_AGO,
            )
        )  # fmt: skip
    for position, (code, name, cents) in enumerate(
        [("coffee", "Kaffeepause", 650), ("buffet", "Büfett", None)], start=1
    ):
        session.add(
            CateringChoice(
                location_id=cast.house.id, code=code, name=name, name_en=name, per_person_cents=cents,
                position=position, valid_from=LONG_AGO,
            )
        )  # fmt: skip
    session.commit()


@pytest.fixture
def ask(session: Session, cast: Cast, now: datetime) -> Callable[..., Booking]:
    """Alice's option on half A on 1 December from nine to twelve, with projectors."""

    def place(number: int = 2, *, space: Any = None, served: tuple[Served, ...] = ()) -> Booking:
        wish = Wish(
            span=on_day(DAY, 9, 12, house=cast.house),
            space_ids=((space or cast.half_a).id,),
            details=Details(title="Vortrag", people=20, layout=Layout.ROWS),
        )
        wanted = {"projector": number} if number else {}
        details = EventDetails(purpose="Reden.", organiser_name="Acme", equipment=wanted, catering=served)
        asked = request_event(session, wish, details, booked_by=cast.alice, now=now)
        session.commit()
        return asked.booking

    return place


def sent(visitor, page: str, **changed: str) -> dict[str, str | list[str]]:
    return {**filled(visitor.get(page)), **changed}


def numbers(session: Session, cast: Cast, day: date) -> dict[str, int]:
    session.expire_all()
    return {thing.name: thing.number for thing in things_on(session, cast.house.id, on=day)}


def prices(session: Session, cast: Cast, day: date) -> list[tuple[str, int | None]]:
    session.expire_all()
    found = catering_choices(session, cast.house.id, on=day)
    return [(choice.name, choice.per_person_cents) for choice in found]


def promised(session: Session, booking: Booking) -> int:
    session.expire_all()
    return session.scalars(
        select(BookedEquipment.promised).where(BookedEquipment.booking_id == booking.id)
    ).one()


def links(page) -> list[str | None]:
    return [link.get("href") for link in page.all("a")]


def test_other_numbers_hold_from_their_day_on_and_are_taken_back(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.post(
        EQUIPMENT,
        sent(nora, EQUIPMENT, ab="1.12.2026", wert_0="5", was_1="", was_en_1="", was_2="Stuhl", wert_2="60"),
    )
    assert numbers(session, cast, TOMORROW) == {"Beamer": 2, "Stellwand": 10}
    assert numbers(session, cast, DAY) == {"Beamer": 5, "Stuhl": 60}
    record = nora.get("/team/bochum/aenderungen")
    assert "Ausstattung für Veranstaltungen, ab 01.12.2026" in record.words()
    made = session.scalars(select(DatedChange)).one()
    assert "60" in nora.get(f"/team/bochum/festlegungen/{made.id}").words()
    nora.post(f"/team/bochum/festlegungen/{made.id}/ruecknahme")
    assert numbers(session, cast, DAY) == {"Beamer": 2, "Stellwand": 10}


def test_a_renamed_thing_stays_the_same_for_bookings(
    visit, session: Session, cast: Cast, ask: Callable[..., Booking]
) -> None:
    ask()
    nora = visit(cast.nora)
    nora.post(EQUIPMENT, sent(nora, EQUIPMENT, was_0="Projektor"))
    assert [thing.code for thing in things_on(session, cast.house.id, on=DAY)] == ["projector", "partition"]
    assert numbers(session, cast, DAY) == {"Projektor": 2, "Stellwand": 10}


def test_bookings_that_would_lack_something_are_shown_and_keep_their_promise(
    visit, session: Session, cast: Cast, ask: Callable[..., Booking]
) -> None:
    lent = ask(2)
    spared = ask(0, space=cast.half_b)
    nora = visit(cast.nora)
    page = nora.post(EQUIPMENT, sent(nora, EQUIPMENT, wert_0="1"), expect=409)
    assert f"/buchungen/{lent.reference}" in links(page)
    assert f"/buchungen/{spared.reference}" not in links(page)
    assert numbers(session, cast, DAY)["Beamer"] == 2
    nora.post(EQUIPMENT, filled(page))
    assert numbers(session, cast, DAY)["Beamer"] == 1
    assert promised(session, lent) == 2


def test_bookings_are_not_shown_while_there_is_enough_for_all(
    visit, session: Session, cast: Cast, ask: Callable[..., Booking]
) -> None:
    ask(1)
    nora = visit(cast.nora)
    nora.post(EQUIPMENT, sent(nora, EQUIPMENT, wert_0="1"))
    assert numbers(session, cast, DAY)["Beamer"] == 1


def test_all_who_share_too_few_are_shown(
    visit, session: Session, cast: Cast, ask: Callable[..., Booking]
) -> None:
    one, other = ask(1), ask(1, space=cast.half_b)
    nora = visit(cast.nora)
    page = nora.post(EQUIPMENT, sent(nora, EQUIPMENT, wert_0="1"), expect=409)
    assert {f"/buchungen/{one.reference}", f"/buchungen/{other.reference}"} <= set(links(page))


def test_a_thing_that_is_lent_leaves_the_list_only_once_its_bookings_were_seen(
    visit, session: Session, cast: Cast, ask: Callable[..., Booking]
) -> None:
    lent = ask(1)
    nora = visit(cast.nora)
    page = nora.post(EQUIPMENT, sent(nora, EQUIPMENT, was_0="", was_en_0=""), expect=409)
    assert f"/buchungen/{lent.reference}" in links(page)
    nora.post(EQUIPMENT, filled(page))
    assert numbers(session, cast, DAY) == {"Stellwand": 10}
    assert promised(session, lent) == 1


def test_whoever_lacks_something_gets_it_when_there_is_more(
    visit, session: Session, cast: Cast, ask: Callable[..., Booking]
) -> None:
    short = ask(2)
    row = session.scalars(select(BookedEquipment)).one()
    row.promised = 1
    session.commit()
    nora = visit(cast.nora)
    nora.post(EQUIPMENT, sent(nora, EQUIPMENT, wert_0="3"))
    assert promised(session, short) == 2
    assert "Ausstattung vollständig" in " ".join(session.scalars(select(OutboxRow.subject)).all())


def test_prices_hold_for_orders_from_their_day_on(
    visit, session: Session, cast: Cast, ask: Callable[..., Booking]
) -> None:
    ask(0, served=(Served(code="coffee", people=20, minute=600),))
    nora = visit(cast.nora)
    nora.post(
        CATERING, sent(nora, CATERING, wert_0="7,50", was_2="Suppe", was_en_2="Soup", wert_2="4", bis_tag="10.12.2026")
    )  # fmt: skip
    assert prices(session, cast, DAY) == [("Kaffeepause", 750), ("Büfett", None), ("Suppe", 400)]
    assert prices(session, cast, LATER) == [("Kaffeepause", 650), ("Büfett", None)]
    assert session.scalars(select(BookedCatering.per_person_cents)).one() == 650


def test_bookings_that_ordered_what_ends_are_shown_and_keep_their_order(
    visit, session: Session, cast: Cast, ask: Callable[..., Booking]
) -> None:
    ordered = ask(0, served=(Served(code="coffee", people=20, minute=600),))
    nora = visit(cast.nora)
    page = nora.post(CATERING, sent(nora, CATERING, was_0="", was_en_0=""), expect=409)
    assert f"/buchungen/{ordered.reference}" in links(page)
    nora.post(CATERING, filled(page))
    assert prices(session, cast, DAY) == [("Büfett", None)]
    assert session.scalar(select(func.count(BookedCatering.booking_id))) == 1


@pytest.mark.parametrize(
    ("page", "changed", "words"),
    [
        (EQUIPMENT, {"wert_0": "0"}, "ganze Zahl von 1"),
        (EQUIPMENT, {"wert_0": "10001"}, "ganze Zahl von 1"),
        (EQUIPMENT, {"wert_0": "viele"}, "ganze Zahl von 1"),
        (EQUIPMENT, {"was_0": "x" * 81}, "höchstens 80 Zeichen"),
        (EQUIPMENT, {"was_0": "", "was_en_0": "Only English"}, "hat 0 Zeichen"),
        (EQUIPMENT, {"kurz_0": "partition"}, "partition"),
        (EQUIPMENT, {"ab": "gestern"}, "Was war, bleibt"),
        (EQUIPMENT, {}, "gilt an diesen Tagen schon"),
        (CATERING, {"wert_0": "-1"}, "Betrag wie 6,50"),
        (CATERING, {"wert_0": "1000,01"}, "Betrag wie 6,50"),
        (CATERING, {"wert_0": "teuer"}, "Betrag wie 6,50"),
    ],
    ids=lambda value: " ".join(f"{name} {text[:9]}" for name, text in value.items()) if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_no_houses_file_could_say_is_refused_and_kept(
    visit, session: Session, cast: Cast, page: str, changed: dict[str, str], words: str
) -> None:
    nora = visit(cast.nora)
    refused = nora.post(page, sent(nora, page, bis_tag="9.12.2026", **changed), expect=422)
    assert words in refused.words()
    assert filled(refused)["bis_tag"] == "9.12.2026"
    assert session.scalar(select(func.count(DatedChange.id))) == 0


def test_whoever_comes_second_sees_what_holds_and_keeps_what_was_typed(
    visit, session: Session, cast: Cast
) -> None:
    values = sent(visit(cast.nora), EQUIPMENT, wert_0="3")
    visit(cast.nora).post(EQUIPMENT, values)
    refused = visit(cast.ada).post(EQUIPMENT, {**values, "wert_0": "4"}, expect=409)
    assert filled(refused)["wert_0"] == "4"
    visit(cast.ada).post(EQUIPMENT, filled(refused))
    assert numbers(session, cast, DAY)["Beamer"] == 4


def test_only_those_who_decide_what_the_house_is_reach_the_pages(visit, cast: Cast) -> None:
    for page in (EQUIPMENT, CATERING):
        visit(cast.charlie).get(page, expect=403)
        visit(cast.charlie).post(page, {}, expect=403)
        visit(cast.nora).get(page.replace("bochum", "witten"), expect=403)
        assert visit().get(page, expect=303).location.startswith("/anmeldung")


def test_it_is_said_in_english_too(visit, cast: Cast) -> None:
    words = visit(cast.nora, language="en").get(EQUIPMENT).words()
    assert "Projector" in words
    assert "Equipment for events" in words


def test_a_thing_of_the_same_name_is_the_same_thing_again() -> None:
    rows = [{"code": "beamer-2", "name": "Beamer"}, {"code": "stuhl", "name": "Hocker"}]
    assert code_for("Beamer", rows, ()) == "beamer-2"
    assert code_for("Beamer", rows, {"beamer-2"}) == "beamer"
    assert code_for("Stuhl", rows, ()) == "stuhl-2"
    assert code_for("!!!", rows, ()) == "eintrag"
