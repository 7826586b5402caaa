"""A house that never had opening hours: every page of figures says "k. A." where there is nothing to divide by."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole, User
from labspace.api.tokens.kinds import Scope
from labspace.bookings.states import BookingState
from labspace.locations.models import Location, OpeningHours
from labspace.occupancy.months import Month
from labspace.occupancy.released.actions import release_month
from labspace.reports.actions import begin_report
from labspace.spaces.kinds import SpaceKind
from tests.api.conftest import Program, program
from tests.factories import make_house, make_space, make_user, on_day
from tests.occupancy.conftest import DECEMBER, MONDAY, Put, december, put

__all__ = ["december", "program", "put"]

NOVEMBER = Month(2026, 11)
PERIOD = "?zeitraum=2026-11"
RATES = ["Buchungsauslastung k. A.", "Nutzungsquote k. A.", "Aktivierungsquote k. A."]


@pytest.fixture
def house(session: Session, put: Put, december: object) -> Location:
    """Nora's only house, of which somebody thought better in November."""
    found = make_house(session, "witten")
    session.execute(delete(OpeningHours))
    desk = make_space(session, found)
    make_space(session, found, SpaceKind.EVENT_AREA)
    alice = make_user(session, "Alice", now=DECEMBER)
    put(desk, on_day(MONDAY, 9, 13, house=found), BookingState.CANCELLED_EARLY, alice)
    return found


@pytest.fixture
def nora(session: Session, house: Location) -> User:
    found = make_user(session, "Nora", now=DECEMBER)
    session.add(StaffRole(user_id=found.id, location_id=house.id))
    session.commit()
    return found


@pytest.mark.parametrize(
    ("address", "says"),
    [
        (
            "/auslastung?monat=2026-11",
            ["Buchungsauslastung k. A.", "Nutzungsquote k. A.", "Stadtlabor Witten k. A."],
        ),
        (f"/auslastung/uebersicht{PERIOD}", [*RATES, "Aktivierungsquote: in Tagen k. A."]),
        (f"/auslastung/woche{PERIOD}", ["8–9 Uhrk. A.k. A."]),
        (f"/auslastung/jahr{PERIOD}", ["k. A."]),
        (f"/auslastung/abende{PERIOD}", ["Im Vorjahr: k. A."]),
        (f"/auslastung/haeuser{PERIOD}", RATES),
        (f"/auslastung/zeitraeume{PERIOD}", RATES),
        (f"/auslastung/was-waere-wenn{PERIOD}", ["k. A."]),
        (f"/auslastung/plan{PERIOD}", []),
        (f"/auslastung/besuche{PERIOD}", ["Platzbelegung k. A.", "Personen je Arbeitsplatz k. A."]),
        (f"/auslastung/ausfaelle{PERIOD}", ["No-show- und Stornoquote k. A."]),
    ],
    ids=lambda some: some.split("?")[0] if isinstance(some, str) else "",
)
def test_no_page_of_figures_divides_by_nothing(visit, nora: User, address: str, says: list[str]) -> None:
    words = visit(nora).get(address).words()
    assert [one for one in says if one not in words] == []


def test_the_api_has_no_rates(nora: User, program: Callable[..., Program]) -> None:
    team = program(nora, Scope.STAFF)
    for groups in ("", "&group_by=location,kind", "&group_by=weekday,daypart", "&group_by=theme"):
        told = team.get(f"/occupancy?from=2026-11-01&to=2026-11-30{groups}").get_json()
        for one in (told["total"], *told["rows"]):
            assert {value for name, value in one.items() if name.endswith("_rate")} == {None}
        assert told["total"]["bookable_hours"] == 0
    told = team.get("/occupancy/indicators?from=2026-11-01&to=2026-11-30").get_json()["indicators"]
    values = {(one["id"], one["part"]): one["value"] for one in told}
    assert {values[one, "main"] for one in ("K04", "K05", "K06", "K08", "K11", "K22", "K23")} == {None}
    assert values["K01", "main"] == 0


def test_the_report_states_nothing_of_it(visit, session: Session, house: Location, nora: User) -> None:
    made = begin_report(
        session,
        [house],
        programme="Innenstadt-Belebung",
        first=NOVEMBER.first,
        last=NOVEMBER.last,
        language="de",
        by=nora,
        now=DECEMBER,
    )
    session.commit()
    words = visit(nora).get(f"/berichte/{made.id}").words()
    assert [one for one in RATES if one not in words] == []


def test_the_public_page_states_nothing_of_it(visit, session: Session, house: Location) -> None:
    assert release_month(session, house, NOVEMBER, now=DECEMBER)
    session.commit()
    words = visit().get(f"/standorte/{house.slug}/zahlen").words()
    assert "Gesamt 0,0 0,0 0,0 k. A. k. A." in words
