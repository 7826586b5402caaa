"""All figures of houses and of periods beside each other, with what cannot be compared, and with their targets."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType
from labspace.accounts.models import StaffRole
from labspace.bookings.states import BookingState
from labspace.context.models import IndicatorTarget
from labspace.dashboards.comparing import Group
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.figures.answers import figures_of, figures_of_times
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.parts import PARTS
from labspace.occupancy.kinds import Indicator
from labspace.spaces.targets import TargetIndicator, TargetPer
from tests.conftest import NOW
from tests.dashboards.test_pages import NOVEMBER, rows_of
from tests.factories import LONG_AGO, make_house, make_organisation, make_space, on_day
from tests.occupancy.conftest import DECEMBER, MONDAY, Example, Put
from tests.support.statements import counted

HOUSES, PERIODS = "Alle Kennzahlen nebeneinander", "Kennzahlen in beiden Zeiträumen"


@pytest.fixture
def witten(session: Session, example: Example, put: Put) -> None:
    """A second house of the same team, where an organisation used a desk."""
    house = make_house(session, "witten")
    session.add(StaffRole(user_id=example.nora.id, location_id=house.id))
    desk = make_space(session, house, valid_from=LONG_AGO)
    body = make_organisation(session, "Büro Nord", example.booker, now=NOW)
    put(desk, on_day(MONDAY, 9, 11, house=house), BookingState.USED, example.nora, organisation_id=body.id)
    put(example.d2, on_day(MONDAY, 9, 10, house=example.house), BookingState.USED, example.nora, organisation_id=body.id)  # fmt: skip


def test_every_indicator_is_in_one_group() -> None:
    grouped = [one for group in Group for one in group.indicators]
    assert sorted(grouped, key=lambda one: one.value) == sorted(Indicator, key=lambda one: one.value)


def test_periods_read_together_say_what_each_says_alone(
    session: Session, example: Example, witten: None, put: Put
) -> None:
    body = make_organisation(session, "Büro Süd", example.booker, now=NOW)
    for month in (9, 10):
        put(example.d1, on_day(date(2026, month, 5), 9, 11, house=example.house), BookingState.USED, example.booker, organisation_id=body.id)  # fmt: skip
    houses = tuple(session.query(Location).order_by(Location.id))
    periods = [Days(date(2026, month, 1), date(2026, month, 28)) for month in (9, 10, 11)]
    choices = [FigureChoice(houses=houses, period=period) for period in periods]
    together = figures_of_times(session, choices, now=DECEMBER)
    assert [one.values for one in together] == [
        figures_of(session, choice, now=DECEMBER).values for choice in choices
    ]


@pytest.mark.parametrize("group", list(Group), ids=lambda group: group.value)
def test_all_numbers_of_a_group_stand_beside_each_other(
    visit, example: Example, witten: None, december, group: Group
) -> None:
    numbers = sum(len(PARTS[one]) for one in group.indicators)
    for language in ("de", "en"):
        page = visit(example.nora, language=language).get(f"/auslastung/haeuser?{NOVEMBER}&gruppe={group.value}")  # fmt: skip
        periods = visit(example.nora, language=language).get(f"/auslastung/zeitraeume?{NOVEMBER}&mit=2026-10&gruppe={group.value}")  # fmt: skip
        if language == "de":
            assert len(rows_of(page, HOUSES)) == numbers + 1
            assert len(rows_of(periods, PERIODS)) == numbers + 1


def test_what_is_distinct_is_counted_anew_for_all_houses_together(
    visit, example: Example, witten: None, december
) -> None:
    page = visit(example.nora).get(f"/auslastung/haeuser?{NOVEMBER}&gruppe=organisationen")
    # The same organisation used both houses.
    assert rows_of(page, HOUSES)["Aktive Organisationen"] == ["1", "1", "1"]
    assert "„Zusammen“ wird hier über alle Häuser neu gezählt" in page.words()
    assert "linkszensiert" in page.words()


def test_what_cannot_be_compared_is_said(visit, example: Example, witten: None, put: Put, december) -> None:
    people = visit(example.nora).get(f"/auslastung/haeuser?{NOVEMBER}&gruppe=menschen").words()
    assert "Der Nutzungsgrad wird nur für eine Art von Flächen angegeben" in people
    assert "Besuche sind verschieden sicher bekannt" in people
    put(example.d1, on_day(date(2026, 11, 24), 9, 10, house=example.house), BookingState.CONFIRMED, example.booker)  # fmt: skip
    path = f"/auslastung/zeitraeume?{NOVEMBER}&mit=2026-10&gruppe="
    assert "Noch ungeklärte Buchungen fehlen in der Quote: November 2026." in visit(example.nora).get(f"{path}verlaesslichkeit").words()  # fmt: skip
    assert "Eine Spitze ist ein Höchstwert" in visit(example.nora).get(f"{path}zeit").words()
    assert "Verschiedene Organisationen werden nicht im selben Maß mehr" in visit(example.nora).get(f"{path}organisationen").words()  # fmt: skip


def test_hours_that_are_estimated_say_so_beside_others(
    visit, example: Example, witten: None, december
) -> None:
    houses = visit(example.nora).get(f"/auslastung/haeuser?{NOVEMBER}&gruppe=menschen")
    marked = rows_of(houses, HOUSES)
    assert marked["Besuchsstunden"] == [f"{hours} h (geschätzt)" for hours in ("165,0", "2,0", "167,0")]
    assert marked["Besuche"][0] == "42"
    periods = visit(example.nora).get(f"/auslastung/zeitraeume?{NOVEMBER}&haus=herne&gruppe=menschen")
    assert rows_of(periods, PERIODS)["Besuchsstunden"][0] == "165,0 h (geschätzt)"


def test_targets_stand_beside_the_numbers_they_are_of(
    visit, session: Session, example: Example, witten: None, december
) -> None:
    session.add(
        IndicatorTarget(
            location_id=example.house.id,
            indicator=TargetIndicator.BOOKING_RATE,
            hundredths=5000,
            per=None,
            reason="Antrag",
            reason_en="Application",
            valid_from=LONG_AGO,
            valid_until=None,
        )
    )
    session.commit()
    rows = rows_of(visit(example.nora).get(f"/auslastung/haeuser?{NOVEMBER}"), HOUSES)
    assert [("Ziel: 50,0 %" in cell) for cell in rows["Buchungsauslastung"]] == [True, False, False]
    path = f"/auslastung/zeitraeume?{NOVEMBER}&haus=herne"
    assert rows_of(visit(example.nora).get(path), PERIODS)["Buchungsauslastung"][-1] == "50,0 %"


@pytest.mark.parametrize("group", list(Group), ids=lambda group: group.value)
@pytest.mark.parametrize("page", ["haeuser", "zeitraeume"])
def test_comparing_asks_no_more_than_any_page(
    visit, session: Session, example: Example, witten: None, december, page: str, group: Group
) -> None:
    path = f"/auslastung/{page}?{NOVEMBER}&gruppe={group.value}"
    visit(example.nora).get(path)
    session.expire_all()
    with counted(session) as asked:
        visit(example.nora).get(path)
    assert len(asked) <= 40


def test_the_peak_says_what_of_it_was_internal(visit, example: Example, put: Put, december) -> None:
    put(example.d2, on_day(MONDAY, 9, 12, house=example.house), BookingState.USED, example.nora, is_internal=True)  # fmt: skip
    words = visit(example.nora).get(f"/auslastung/woche?{NOVEMBER}").words()
    assert "2 von 2 offenen Flächen waren da genutzt, davon intern: 1 (50,0 %)." in words
    rows = rows_of(visit(example.nora).get(f"/auslastung/buchungen?{NOVEMBER}&zahl=K08"), "Buchungen, frühe zuerst")  # fmt: skip
    assert sorted(cells[2] for name, cells in rows.items() if name != "Buchungsnummer") == ["Privatperson", "intern"]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "aim", "sentence"),
    [
        pytest.param("woche?zahl=K04", TargetIndicator.BOOKING_RATE, "Ziel für Buchungsauslastung: 50,0 %", id="week"),
        pytest.param("plan?zahl=K04", TargetIndicator.BOOKING_RATE, "Ziel für Buchungsauslastung: 50,0 %", id="plan"),
        pytest.param("abende?", TargetIndicator.EVENINGS, "Ziel für Abendaktivierung: 50,0 h", id="evenings"),
    ],
)  # fmt: skip
def test_targets_stand_on_every_page_of_their_figure(
    visit, session: Session, example: Example, december, path: str, aim: TargetIndicator, sentence: str
) -> None:
    per = TargetPer.MONTH if aim.is_sum else None
    session.add(
        IndicatorTarget(
            location_id=example.house.id,
            indicator=aim,
            hundredths=5000,
            per=per,
            reason="Antrag",
            reason_en="Application",
            valid_from=LONG_AGO,
            valid_until=None,
        )
    )
    session.commit()
    assert sentence in visit(example.nora).get(f"/auslastung/{path}&{NOVEMBER}").words()


def test_shares_of_a_mix_stand_beside_each_other(
    visit, example: Example, witten: None, december, put: Put
) -> None:
    # Nine used hours of private persons in Herne and two in Witten, and one of a startup in Herne.
    put(example.d2, on_day(MONDAY, 10, 11, house=example.house), BookingState.USED, example.nora, partner_type=PartnerType.STARTUP)  # fmt: skip
    houses = visit(example.nora).get(f"/auslastung/haeuser?{NOVEMBER}&gruppe=menschen")
    beside = rows_of(houses, "Wer")
    assert beside.pop("Art des Partners")[-1] == "Zusammen"
    assert beside == {
        "Privatperson": ["90,0 %", "100,0 %", "91,7 %"],
        "Startup": ["10,0 %", "0,0 %", "8,3 %"],
    }
    periods = visit(example.nora).get(f"/auslastung/zeitraeume?{NOVEMBER}&mit=2026-10&gruppe=menschen")
    assert rows_of(periods, "Wer")["Startup"] == ["8,3 %", "k. A."]
    others = visit(example.nora).get(f"/auslastung/haeuser?{NOVEMBER}&gruppe=zeit")
    assert "Art des Partners" not in others.words()
