"""What pages tell of house rules: on the form before sending, beside spaces, and to the team."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import place_booking
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.locations.house_file import Texts
from labspace.spaces.house_rules import HorizonCount, LeadCount, Product
from labspace.spaces.kinds import SpaceKind
from tests.bookings.rulebook.test_house_rules import ONE_AHEAD, place, rule, wish
from tests.bookings.test_new_page import form
from tests.factories import Cast, on_day
from tests.support.statements import counted

TUESDAY = date(2026, 11, 24)
DAY = "2026-11-24"
DESK = "bochum-desk-01"
MORNING = Product(id="morning", name=Texts("Vormittag", "Morning"), starts_minute=480, ends_minute=780)
EVENING = Product(id="late", name=Texts("Abend", "Evening"), starts_minute=1200, ends_minute=1320)
NEW = f"/buchungen/neu?flaeche={DESK}&tag={DAY}&von=09:00&bis=11:00"


def test_products_stand_on_the_form_one_tap_each(visit, session: Session, cast: Cast) -> None:
    rule(session, cast, kind=SpaceKind.DESK, products=(MORNING, EVENING))
    page = visit(cast.alice).get(NEW)
    links = [link.get("href") for link in page.all("a") if link.get("class") == "products__item"]
    assert len(links) == 1, "what is closed that day is not offered"
    chosen = visit(cast.alice).get(links[0])
    values = {field.get("name"): field.get("value") for field in chosen.all("input")}
    assert (values["tag"], values["von"], values["bis"]) == ("24.11.2026", "08:00", "13:00")
    assert [
        link.get("aria-current") for link in chosen.all("a") if link.get("class") == "products__item"
    ] == ["true"]
    assert "Vormittag" in visit(cast.alice).get(f"/buchungen/neu?standort=bochum&art=desk&tag={DAY}").words()


def test_a_booked_product_is_shown_by_its_name(visit, session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, kind=SpaceKind.DESK, products=(MORNING,))
    booking = place(session, wish(cast, cast.desk, 8, 13), cast.alice, now)
    assert "Vormittag" in visit(cast.alice).get(f"/buchungen/{booking.reference}").words()
    english = visit(cast.alice, language="en").get(f"/buchungen/{booking.reference}?lang=en")
    assert "Morning" in english.words()


def test_the_form_tells_quotas_and_who_may_book_before_sending(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    rule(session, cast, quotas=(ONE_AHEAD,), members_only=True)
    words = visit(cast.alice).get(NEW + "&fuer=").words()
    assert "Diese Fläche ist Mitgliedern der IHK vorbehalten." in words
    assert "höchstens 1 Buchung im Voraus je Person" in words
    cast.acme.is_chamber_member = True
    session.commit()
    mine = f"{NEW}&fuer={cast.acme.id}"
    assert "vorbehalten" not in visit(cast.alice).get(mine).words()
    place_booking(
        session, Wish(span=on_day(TUESDAY, 9, 11, house=cast.house), space_ids=(cast.second_desk.id,)),
        booked_by=cast.alice, now=now, door=StaffDoor(entered_by=cast.nora, reason="Messe"),
    )  # fmt: skip
    session.commit()
    assert "gebucht sind schon 1." in visit(cast.alice).get(mine).words()
    refused = visit(cast.alice).post("/buchungen", form(fuer=str(cast.acme.id)), expect=422)
    assert "gebucht sind schon 1." in refused.words()


def test_any_free_desk_does_not_hide_a_quota(visit, session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, kind=SpaceKind.DESK, quotas=(ONE_AHEAD,))
    place(session, wish(cast, cast.desk), cast.alice, now)
    page = visit(cast.alice).get(f"/buchungen/neu?standort=bochum&art=desk&tag={DAY}&von=14:00&bis=15:00")
    assert "gebucht sind schon 1." in page.words()


def test_what_needs_approval_is_asked_for_and_decided_on_the_teams_page(
    visit, session: Session, cast: Cast
) -> None:
    rule(session, cast, kind=SpaceKind.DESK, needs_approval=True)
    page = visit(cast.alice).get(NEW)
    assert "Verbindlich anfragen" in page.words()
    assert "Verbindlich buchen" not in page.words()
    answer = visit(cast.alice).post("/buchungen", form(), expect=303)
    booking = session.scalars(select(Booking)).one()
    assert booking.state is BookingState.REQUESTED
    assert "Angefragt" in visit(cast.alice).get(answer.location).words()
    asked = f"/team/bochum/anfragen/{booking.reference}"
    assert "Alice" in visit(cast.nora).get(asked).words()
    visit(cast.nora).post(f"{asked}/bestaetigung", {"version": booking.version}, expect=303)
    session.expire_all()
    assert session.get_one(Booking, booking.id).state is BookingState.CONFIRMED


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"lead_minutes": 48 * 60}, "Zwischen Buchung und Beginn liegen mindestens 2 Tage"),
        ({"lead_minutes": 20 * 60, "lead_counts": LeadCount.STAFFED}, "ist das Haus mindestens 20 Stunden geöffnet"),
        ({"horizon_days": 0}, "Der letzte buchbare Tag ist der 23.11.2026."),
        ({"horizon_days": 1, "horizon_counts": HorizonCount.STRICT_HOURS}, "Der letzte mögliche Beginn ist"),
        ({"members_only": True}, "Diese Fläche ist Mitgliedern der IHK vorbehalten."),
        ({"team_only": True}, "Diese Fläche bucht nur das Team des Hauses."),
        ({"needs_approval": True}, "nach Freigabe durch das Team"),
    ],
)  # fmt: skip
def test_plan_and_page_of_a_space_say_why(
    visit, session: Session, cast: Cast, answers: dict[str, object], said: str
) -> None:
    rule(session, cast, space_id=cast.desk.id, **answers)
    query = f"tag={DAY}&von=14:00&bis=16:00"
    assert said in visit(cast.alice).get(f"/standorte/bochum?{query}&flaeche={DESK}").words()
    assert said in visit(cast.alice).get(f"/flaechen/{DESK}?{query}").words()


def test_the_day_of_a_house_says_what_sets_a_space_apart(visit, session: Session, cast: Cast) -> None:
    rule(session, cast, space_id=cast.desk.id, members_only=True, needs_approval=True)
    page = visit(cast.alice).get(f"/standorte/bochum/tag?tag={DAY}")
    assert "nur IHK-Mitglieder · nach Freigabe durch das Team" in page.words()
    links = [link.get("href") or "" for link in page.all("a")]
    assert not [href for href in links if href.startswith(f"/buchungen/neu?flaeche={DESK}")]
    guest = visit().get(f"/standorte/bochum/tag?tag={DAY}")
    assert [link for link in guest.all("a") if f"/buchungen/neu?flaeche={DESK}" in (link.get("href") or "")]


def test_a_house_where_everybody_books_asks_nothing_about_its_reader(
    visit, session: Session, cast: Cast
) -> None:
    reader, url = visit(cast.alice), f"/standorte/bochum?tag={DAY}"
    reader.get(url)
    with counted(session) as plain:
        reader.get(url)
    rule(session, cast, kind=SpaceKind.DESK, members_only=True)
    reader.get(url)
    with counted(session) as asking:
        reader.get(url)
    assert len(asking) == len(plain) + 1


def test_the_team_reads_its_rules_in_words(visit, session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, kind=SpaceKind.DESK, quotas=(ONE_AHEAD,), products=(MORNING,))
    later = rule(session, cast, space_id=cast.desk.id, team_only=True)
    later.valid_from, later.valid_until = now.date() + timedelta(days=8), now.date() + timedelta(days=30)
    session.commit()
    words = visit(cast.nora).get("/team/bochum/regeln").words()
    for text in (
        "höchstens 1 Buchung im Voraus je Person", "Vormittag (08:00–13:00 Uhr)", "nur das Team des Hauses",
        "01.12.2026 bis 23.12.2026", "gilt noch nicht", "bis 90 Kalendertage im Voraus",
    ):  # fmt: skip
        assert text in words
    visit(cast.alice).get("/team/bochum/regeln", expect=403)


def test_the_team_reads_its_exceptions(visit, session: Session, cast: Cast, now: datetime) -> None:
    assert (
        "Bisher hat das Team alle Regeln eingehalten."
        in visit(cast.nora).get("/team/bochum/ausnahmen").words()
    )
    door = StaffDoor(entered_by=cast.nora, reason="Aufbau vor der Messe")
    booking = place(session, wish(cast, cast.desk, 6, 9), cast.alice, now, door=door)
    words = visit(cast.nora).get("/team/bochum/ausnahmen").words()
    for text in (
        "außerhalb der Öffnungszeiten",
        "„Aufbau vor der Messe“ – Nora",
        "Mo, 23.11.2026, 09:00 Uhr",
    ):
        assert text in words
    shown = visit(cast.nora).get(f"/buchungen/{booking.reference}").words()
    assert "Aufbau vor der Messe (außerhalb der Öffnungszeiten)" in shown
    assert "Aufbau vor der Messe" not in visit(cast.alice).get(f"/buchungen/{booking.reference}").words()
    visit(cast.alice).get("/team/bochum/ausnahmen", expect=403)
