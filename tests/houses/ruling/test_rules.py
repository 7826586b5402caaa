"""Rules set by the team: they rule from their day on, bookings they touch are shown first, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.rulebook.queries import rules_of
from labspace.bookings.states import BookingState
from labspace.houses.dated.models import DatedChange
from labspace.locations.house_file import Texts
from labspace.spaces.house_rules import Product, Quota
from labspace.spaces.models import Space
from tests.factories import LONG_AGO, Cast, book, on_day
from tests.support.filled import filled

THURSDAY = date(2026, 11, 26)
DESKS, ONE_DESK = "/team/bochum/regeln/festlegung/desk", "/team/bochum/regeln/festlegung/bochum-desk-01"


def rules(session: Session, space: Space, day: date = THURSDAY) -> Rules:
    session.expire_all()
    return rules_of(session, [space], on=day)[space.id]


def sent(visitor, page: str, **changed: str | list[str]) -> dict[str, str | list[str]]:
    """The form of a page with other answers, from Thursday on."""
    return {**filled(visitor.get(page)), "ab": "26.11.2026", **changed}


def booked(session: Session, cast: Cast, now: datetime, starts: int | time, ends: int | time) -> Booking:
    return book(session, cast.desk, cast.alice, on_day(THURSDAY, starts, ends, house=cast.house), now=now)


def links(page) -> list[str]:
    return [link.get("href") for link in page.all("a")]


def test_other_rules_rule_from_their_day_on_for_their_place(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.post(
        DESKS,
        sent(
            nora, DESKS, raster="30 Min.", mindestens="1 Std.", hoechstens="4 Std.", im_voraus="14",
            tagesteile="8–13 Vormittag / Morning", kontingente="Person, Woche: 3 Buchungen",
            nichterscheinen="2 in 60 Tagen: Hinweis", check_in="ja", wer="nur", partner=["startup", "bank"],
        ),
    )  # fmt: skip
    nora.post(ONE_DESK, sent(nora, ONE_DESK, hoechstens="8 Std.", davor="15"))
    found = rules(session, cast.second_desk)
    assert (found.raster_minutes, found.min_minutes, found.max_minutes, found.horizon_days) == (
        30,
        60,
        240,
        14,
    )
    assert [product.name.en for product in found.products] == ["Morning"]
    assert [quota.most_bookings for quota in found.quotas] == [3]
    assert [one.value for one in found.partner_types] == ["startup", "bank"]
    assert found.check_in
    assert (rules(session, cast.desk).max_minutes, rules(session, cast.desk).buffer_before_minutes) == (
        480,
        15,
    )
    assert rules(session, cast.second_desk, THURSDAY - timedelta(days=1)).raster_minutes == 15
    assert rules(session, cast.room).max_minutes == 600
    page = nora.get(DESKS)
    again = filled(nora.get(f"{DESKS}?ab=27.11.2026"))
    assert (again["raster"], again["mindestens"], again["kontingente"]) == (
        "30 Min.",
        "1 Std.",
        "Person, Woche: 3 Buchungen",
    )
    assert again["partner"] == ["startup", "bank"]
    assert "Ab 26.11.2026" in page.words()
    words = nora.get("/team/bochum/regeln/festlegung").words()
    assert "Regeln (Desk 1), ab 26.11.2026" in words


def test_bookings_that_could_not_be_made_like_this_are_shown_first(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    long, short = booked(session, cast, now, 8, 14), booked(session, cast, now, 14, 16)
    nora = visit(cast.nora)
    asked = nora.post(DESKS, sent(nora, DESKS, hoechstens="4 Std."), expect=409)
    assert f"/buchungen/{long.reference}" in links(asked)
    assert f"/buchungen/{short.reference}" not in links(asked)
    assert session.scalar(select(func.count(BookingRule.id))) == 0
    nora.post(DESKS, filled(asked))
    assert rules(session, cast.desk).max_minutes == 240
    assert long.state is BookingState.CONFIRMED


def test_set_up_that_runs_into_the_next_booking_is_shown(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    pair = booked(session, cast, now, 8, 10), booked(session, cast, now, time(10, 15), 12)
    alone = booked(session, cast, now, 14, 15)
    nora = visit(cast.nora)
    nora.post(DESKS, sent(nora, DESKS, danach="15"))
    asked = nora.post(DESKS, sent(nora, DESKS, danach="30"), expect=409)
    assert all(f"/buchungen/{one.reference}" in links(asked) for one in pair)
    assert f"/buchungen/{alone.reference}" not in links(asked)
    nora.post(DESKS, {**filled(asked), "buchungen": "absagen", "grund": "Mehr Rüstzeit"})
    session.expire_all()
    assert {one.state for one in pair} == {BookingState.CANCELLED_HOUSE}


def test_other_check_in_and_cancelling_concern_all_that_is_booked(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    booking = booked(session, cast, now, 8, 10)
    nora = visit(cast.nora)
    for changed in ({"check_in": "ja"}, {"stornieren": "1 Tag"}):
        assert f"/buchungen/{booking.reference}" in links(
            nora.post(DESKS, sent(nora, DESKS, **changed), expect=409)
        )
    nora.post(DESKS, sent(nora, DESKS, im_voraus="3", freigabe="ja"))
    assert rules(session, cast.desk).needs_approval


def test_taken_back_the_old_rules_rule_again(visit, session: Session, cast: Cast) -> None:
    session.add_all(
        [
            BookingRule(location_id=cast.house.id, kind=cast.desk.kind, valid_from=LONG_AGO, max_minutes=300),
            BookingRule(location_id=cast.house.id, kind=cast.room.kind, valid_from=LONG_AGO, max_minutes=90),
        ]
    )
    session.commit()
    nora = visit(cast.nora)
    nora.post(DESKS, sent(nora, DESKS, hoechstens="2 Std.", bis_tag="30.11.2026"))
    assert rules(session, cast.desk).max_minutes == 120
    assert rules(session, cast.desk, date(2026, 12, 1)).max_minutes == 300
    change_id = session.scalars(select(DatedChange.id)).one()
    page = nora.get(f"/team/bochum/festlegungen/{change_id}")
    assert "30 Minuten bis 5 Stunden" in page.words()
    nora.post(f"/team/bochum/festlegungen/{change_id}/ruecknahme")
    assert rules(session, cast.desk).max_minutes == 300
    assert rules(session, cast.room).max_minutes == 90
    assert session.scalar(select(func.count(BookingRule.id))) == 2


def test_with_nothing_said_the_general_rules_answer(visit, session: Session, cast: Cast) -> None:
    session.add(
        BookingRule(location_id=cast.house.id, kind=cast.desk.kind, valid_from=LONG_AGO, max_minutes=300)
    )
    session.commit()
    nora = visit(cast.nora)
    nora.post(DESKS, sent(nora, DESKS, hoechstens=""))
    assert rules(session, cast.desk).max_minutes == 14 * 60
    assert rules(session, cast.desk, THURSDAY - timedelta(days=1)).max_minutes == 300


def test_parts_of_the_day_keep_their_ids(visit, session: Session, cast: Cast) -> None:
    morning = Product(id="morning", name=Texts("Vormittag", "Morning"), starts_minute=480, ends_minute=780)
    session.add(
        BookingRule(location_id=cast.house.id, kind=cast.desk.kind, valid_from=LONG_AGO, products=(morning,))
    )
    session.commit()
    nora = visit(cast.nora)
    assert filled(nora.get(DESKS))["tagesteile"] == "08:00–13:00 Vormittag / Morning"
    nora.post(DESKS, sent(nora, DESKS, tagesteile="8–12 Vormittag / Morning"))
    (product,) = rules(session, cast.desk).products
    assert (product.id, product.ends_minute) == ("morning", 720)


def test_two_at_once_do_not_overwrite_each_other(visit, session: Session, cast: Cast) -> None:
    nora, ada = visit(cast.nora), visit(cast.ada)
    mine, theirs = sent(nora, DESKS, hoechstens="2 Std."), sent(ada, DESKS, hoechstens="3 Std.")
    nora.post(DESKS, mine)
    refused = ada.post(DESKS, theirs, expect=409)
    assert "Inzwischen hat jemand anderes" in refused.words()
    assert filled(refused)["hoechstens"] == "3 Std."
    assert rules(session, cast.desk).max_minutes == 120


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"raster": "7 Min."}, "in einen Tag"), ({"raster": "oft"}, "Bitte eine Dauer"),
        ({"mindestens": "4 Std.", "hoechstens": "2 Std."}, "mindestens so groß"), ({"davor": "9 Tage"}, "Erlaubt ist 0 bis 1440"),
        ({"im_voraus": "bald"}, "Zahl von Tagen"), ({"tagesteile": "irgendwann"}, "verstehen wir nicht"),
        ({"tagesteile": "8–13 Vormittag\n9–12 Vormittag"}, "mehr als einmal"), ({"kontingente": "viele"}, "verstehen wir nicht"),
        ({"nichterscheinen": "3 in 60 Tagen: Pause"}, "Eine Pause"), ({"wer": "nur"}, "mindestens eine Art"),
        ({"partner": ["hund"], "wer": "nur"}, "aus der Liste"), ({"freie_zeiten": "nein", "tagesteile": "keine"}, "Ohne freie Stunden"),
        ({"check_in": "vielleicht"}, "aus der Liste"), ({"ab": "gestern"}, "Was war, bleibt"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_contradicts_itself_is_told_beside_its_field(
    visit, session: Session, cast: Cast, changed: Mapping[str, str | list[str]], words: str
) -> None:
    nora = visit(cast.nora)
    refused = nora.post(DESKS, {**sent(nora, DESKS, vorlauf="2 Std."), **changed}, expect=422)
    assert words in refused.words()
    assert filled(refused)["vorlauf"] == "2 Std."
    assert session.scalar(select(func.count(DatedChange.id))) == 0


def test_no_other_place_is_ruled(visit, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.get("/team/bochum/regeln/festlegung/witten-desk-01", expect=404)
    nora.get("/team/bochum/regeln/festlegung/mond", expect=404)
    nora.get("/team/witten/regeln/festlegung/desk", expect=403)
    visit(cast.alice).post(DESKS, {"ab": "26.11.2026"}, expect=403)


def test_a_quota_counts_what_its_place_covers(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.post(ONE_DESK, sent(nora, ONE_DESK, kontingente="Person, Tag: 1 Buchung"))
    (quota,) = rules(session, cast.desk).quotas
    assert isinstance(quota, Quota)
    assert quota.space_id == cast.desk.id
