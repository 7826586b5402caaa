"""The team's pages of figures: the worked example to the digit, who sees what, periods, empty and full houses."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole
from labspace.bookings.states import BookingState
from labspace.context.models import IndicatorTarget
from labspace.spaces.targets import TargetIndicator, TargetPer
from tests.conftest import NOW
from tests.factories import LONG_AGO, make_house, make_organisation, make_space, make_user, on_day
from tests.occupancy.conftest import MONDAY, Example, Put
from tests.support.statements import counted
from tests.support.visit import XHTML, Page

NOVEMBER = "zeitraum=2026-11"
PAGES = (
    "/auslastung/uebersicht",
    "/auslastung/haeuser",
    "/auslastung/zeitraeume",
    "/auslastung/woche",
    "/auslastung/jahr",
    "/auslastung/abende",
    "/auslastung/plan",
    "/auslastung/besuche",
    "/auslastung/organisationen",
    "/auslastung/mix",
    "/auslastung/veranstaltungen",
    "/auslastung/pop-up",
    "/auslastung/vorlauf",
    "/auslastung/ausfaelle",
    "/auslastung/was-waere-wenn",
    "/auslastung/buchungen",
)


def rows_of(page: Page, caption: str) -> dict[str, list[str]]:
    """The cells of the table with this caption, by the heading of their row."""
    for table in page.all("table"):
        (said,) = [element for element in table if element.tag.endswith("caption")]
        if "".join(said.itertext()).strip() == caption:
            rows = (
                [" ".join("".join(cell.itertext()).split()) for cell in row]
                for row in table.iter(f"{XHTML}tr")
            )
            return {cells[0]: cells[1:] for cells in rows}
    raise AssertionError(f"no table {caption}")


def test_the_worked_example_is_on_the_overview_to_the_digit(visit, example: Example, december) -> None:
    page = visit(example.nora).get(f"/auslastung/uebersicht?{NOVEMBER}")
    rows = rows_of(page, "Kennzahlen des Zeitraums")
    assert {name: cells[0] for name, cells in rows.items()} == {
        "Kennzahl": "Wert",
        "Buchbare Stunden": "27,0 h",
        "Gebuchte Stunden": "14,0 h",
        "Genutzte Stunden": "8,0 h",
        "Buchungsauslastung": "51,9 %",
        "Nutzungsquote": "29,6 %",
        "Aktivierte Stunden": "8,0 h",
        "Aktivierte Stunden: davon publikumswirksam oder öffentlich": "4,0 h",
        "Aktivierungsquote": "66,7 %",
        "Aktivierungsquote: in Tagen": "100,0 %",
        "Abendaktivierung": "3,0 h",
        "Abendaktivierung: Anteil der Kalendertage": "3,3 %",
        "Abendaktivierung: Abende je Woche": "0,2",
        "Wochenendaktivierung": "0,0 h",
        "Wochenendaktivierung: Anteil an den aktivierten Stunden": "0,0 %",
        "Wochenendaktivierung: an Feiertagen von Montag bis Freitag": "0,0 h",
        "Besuche": "41",
        "Besuchsstunden": "164,0 h",
        "Rüststunden": "2,0 h",
    }
    assert rows["Besuchsstunden"][-1].startswith("geschätzt")
    assert "weder gebucht noch genutzt noch belebt" in page.words()
    assert (
        "an 66,7 % der Öffnungsstunden belebt – 8,0 h von 12,0 h, davon 4,0 h publikumswirksam"
        in page.words()
    )


def test_the_lead_figures_say_the_change_against_the_same_period_last_year(
    visit, example: Example, put: Put, december
) -> None:
    last_year = date(2025, 11, 3)
    put(example.d1, on_day(last_year, 9, 11, house=example.house), BookingState.USED, example.booker)
    page = visit(example.nora).get(f"/auslastung/uebersicht?{NOVEMBER}")
    rows = rows_of(page, "Kennzahlen des Zeitraums")
    # Let in outside its hours, the booking opened the house for just as long (R3).
    assert rows["Aktivierte Stunden"][2:4] == ["2,0 h", "+6,0 h (+300,0 %)"]
    assert rows["Nutzungsquote"][2:4] == ["100,0 %", "−70,4 Prozentpunkte"]
    assert "Zum Vorjahr: +6,0 h (+300,0 %)" in page.words()


def test_without_a_year_before_the_change_is_not_stated(visit, example: Example, december) -> None:
    page = visit(example.nora).get(f"/auslastung/uebersicht?{NOVEMBER}")
    assert "Zum Vorjahr: k. A." in page.words()
    assert "Im Vorjahr gab es noch keine Zahlen" in page.words()
    assert len(rows_of(page, "Kennzahlen des Zeitraums")["Nutzungsquote"]) == 3


@pytest.mark.parametrize(
    ("scope", "cells"),
    [
        pytest.param("art=desk", ["18,0 h", "10,0 h", "4,0 h", "55,6 %", "22,2 %", "4,0 h", "0,0 h"], id="desks"),
        pytest.param("art=popup_slot&art=cafe_table&art=event_area", ["9,0 h", "4,0 h", "4,0 h", "44,4 %", "44,4 %", "4,0 h", "4,0 h"], id="public"),
    ],
)  # fmt: skip
def test_a_choice_of_spaces_counts_only_these(
    visit, example: Example, december, scope: str, cells: list[str]
) -> None:
    page = visit(example.nora).get(f"/auslastung/uebersicht?{NOVEMBER}&{scope}")
    rows = rows_of(page, "Kennzahlen des Zeitraums")
    assert [row[0] for row in list(rows.values())[1:8]] == cells


@pytest.mark.parametrize(
    "period", ["KW 48/2026", "2026-Q4", "2026", "01.07.2026–30.11.2026", "November 2026"]
)
def test_every_sort_of_period_holds_the_monday(visit, example: Example, december, period: str) -> None:
    page = visit(example.nora).get("/auslastung/uebersicht", query_string={"zeitraum": period})
    assert rows_of(page, "Kennzahlen des Zeitraums")["Genutzte Stunden"][0] == "8,0 h"


def test_the_hours_of_the_week_add_up_to_the_figure(visit, example: Example, december) -> None:
    page = visit(example.nora).get(f"/auslastung/woche?{NOVEMBER}&zahl=K04")
    rows = rows_of(page, "Buchungsauslastung nach Wochentag und Stunde, November 2026, Stadtlabor Herne, alle Flächen")  # fmt: skip
    # 9–10: D1 of D1 and D2; 12–13: D1 and D2 of all three; 20–21: the event alone, let in outside the hours.
    assert [rows[slot][0] for slot in ("9–10 Uhr", "12–13 Uhr", "20–21 Uhr")] == [
        "50,0 %",
        "66,7 %",
        "100,0 %",
    ]
    assert rows["9–10 Uhr"][1] == "k. A."
    # D1 alone of D1 and D2 from nine; what is open alone, as the event in the evening, has no peak (K08).
    assert (
        "Am vollsten war es am Mo, 23.11.2026, 09:00 Uhr: 50,0 % der offenen Flächen waren zugleich genutzt. "
        "In 0,0 % der Viertelstunden waren es mindestens 80 %."
    ) in page.words()
    assert "1 von 2 offenen Flächen waren da genutzt, davon intern: 0 (0,0 %)." in page.words()


def test_the_calendar_shows_each_day_and_counts_days_of_activation(visit, example: Example, december) -> None:
    page = visit(example.nora).get(f"/auslastung/jahr?{NOVEMBER}&zahl=K11")
    rows = rows_of(page, "Aktivierungsquote je Tag im Jahr 2026, Stadtlabor Herne, alle Flächen")
    assert rows["KW 48/2026"][:2] == ["66,7 %", "k. A."]
    assert rows["KW 50/2026"][0] == "–"
    assert "1 von 1 Öffnungstagen" in page.words()


def test_evenings_and_weekends_are_counted_by_house_and_weekday(visit, example: Example, december) -> None:
    page = visit(example.nora).get(f"/auslastung/abende?{NOVEMBER}")
    assert rows_of(page, "Abende, Wochenenden und Feiertage je Haus")["Stadtlabor Herne"] == [
        "3,0 h", "1", "3,3 %", "0,2", "0,0 h", "0,0 h",
    ]  # fmt: skip
    rows = rows_of(page, "Anteil der Abende mit Nutzung nach Wochentag, Stadtlabor Herne, alle Flächen")
    assert (rows["Montag"], rows["Dienstag"]) == (["20,0 %"], ["0,0 %"])


def test_houses_stand_beside_each_other_and_their_sum_divides_sums(
    visit, session: Session, cast, put: Put, december
) -> None:
    session.add(StaffRole(user_id=cast.nora.id, location_id=cast.other_house.id))
    put(cast.desk, on_day(MONDAY, 9, 12, house=cast.house), BookingState.USED, cast.alice)
    rows = rows_of(visit(cast.nora).get(f"/auslastung/haeuser?{NOVEMBER}&art=desk"), "Kennzahlen je Haus")
    assert rows["Stadtlabor Bochum"][:5] == ["600,0 h", "3,0 h", "3,0 h", "0,5 %", "0,5 %"]
    assert rows["Stadtlabor Witten"][:3] == ["300,0 h", "0,0 h", "0,0 h"]
    assert rows["Zusammen"][:5] == ["900,0 h", "3,0 h", "3,0 h", "0,3 %", "0,3 %"]


def test_two_periods_stand_beside_each_other(visit, example: Example, put: Put, december) -> None:
    put(example.d1, on_day(date(2026, 10, 5), 9, 11, house=example.house), BookingState.USED, example.booker)
    page = visit(example.nora).get(f"/auslastung/zeitraeume?{NOVEMBER}&mit=2026-10")
    rows = rows_of(page, "Kennzahlen in beiden Zeiträumen")
    assert rows["Aktivierte Stunden"] == ["8,0 h", "2,0 h", "+6,0 h (+300,0 %)"]
    assert "verschieden lang: 30 Tage und 31 Tage" in page.words()
    assert (
        "Der zweite Zeitraum hat noch nicht begonnen"
        in visit(example.nora).get(f"/auslastung/zeitraeume?{NOVEMBER}&mit=2027").words()
    )


def test_the_bookings_behind_a_figure_are_those_that_count_for_it(visit, example: Example, december) -> None:
    used = visit(example.nora).get(f"/auslastung/buchungen?{NOVEMBER}&zahl=K03")
    assert len(rows_of(used, "Buchungen, frühe zuerst")) == 1 + 2
    booked = visit(example.nora).get(f"/auslastung/buchungen?{NOVEMBER}&zahl=K04")
    assert "BO-MISSED" in rows_of(booked, "Buchungen, frühe zuerst")
    assert "3 Buchungen liegen in diesem Zeitraum und zählen für „Gebuchte Stunden“" in booked.words()


def test_many_bookings_come_in_pages(visit, session: Session, example: Example, put: Put, december) -> None:
    for number in range(60):
        put(example.d1, on_day(date(2026, 9, 1 + number % 30), 9 + number // 30, 10 + number // 30, house=example.house), BookingState.USED, example.booker)  # fmt: skip
    first = visit(example.nora).get("/auslastung/buchungen?zeitraum=2026-09")
    assert len(rows_of(first, "Buchungen, frühe zuerst")) == 51
    assert "Seite 1 von 2" in first.words()
    last = visit(example.nora).get("/auslastung/buchungen?zeitraum=2026-09&seite=2")
    assert len(rows_of(last, "Buchungen, frühe zuerst")) == 11
    visit(example.nora).get("/auslastung/buchungen?zeitraum=2026-09&seite=999999999999999999999")


@pytest.mark.parametrize("path", PAGES)
def test_only_the_team_sees_them_and_only_of_its_houses(
    visit, session: Session, cast, put: Put, december, path: str
) -> None:
    visit(cast.alice).get(f"{path}?{NOVEMBER}", expect=403)
    page = visit(cast.nora).get(f"{path}?{NOVEMBER}")
    assert "Stadtlabor Witten" not in page.words()
    refused = visit(cast.nora).get(f"{path}?{NOVEMBER}&haus=witten", expect=422)
    assert "sieht nur sein Team" in refused.words()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        pytest.param("zeitraum=irgendwann", "Bitte geben Sie einen Zeitraum an", id="no period"),
        pytest.param("zeitraum=30.11.2026..01.11.2026", "endet, bevor er beginnt", id="backwards"),
        pytest.param("zeitraum=01.01.2001..01.01.2026", "höchstens zehn Jahre", id="too long"),
        pytest.param("art=garten", "etwas aus der Liste", id="no such spaces"),
    ],
)
def test_what_cannot_be_asked_is_refused_kindly(
    visit, example: Example, december, path: str, query: str, sentence: str
) -> None:
    assert sentence in visit(example.nora).get(f"{path}?{query}", expect=422).words()


@pytest.mark.parametrize("path", PAGES)
def test_a_period_that_has_not_begun_says_so(visit, example: Example, december, path: str) -> None:
    page = visit(example.nora).get(f"{path}?zeitraum=2027-03")
    if path != "/auslastung/jahr":
        assert "Noch nichts vorbei" in page.words()


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_house_has_pages_too(visit, session: Session, cast, december, path: str) -> None:
    for language in ("de", "en"):
        visit(cast.nora, language=language).get(f"{path}?{NOVEMBER}")


def test_without_houses_the_page_says_what_is_missing(visit, session: Session, december) -> None:
    ada = make_user(session, "Ada", now=NOW, is_administrator=True)
    session.commit()
    assert "Noch keine Häuser" in visit(ada).get("/auslastung/uebersicht").words()


def test_a_running_period_is_counted_up_to_yesterday_and_compared_with_as_many_days(
    visit, example: Example, put: Put
) -> None:
    # A year before, the same days hold two hours, and the days after them ten more.
    for day, hours in ((3, 2), (28, 10)):
        put(example.d1, on_day(date(2025, 11, day), 6, 6 + hours, house=example.house), BookingState.USED, example.booker)  # fmt: skip
    with time_machine.travel(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), tick=False):
        page = visit(example.nora).get(f"/auslastung/uebersicht?{NOVEMBER}")
    assert "November 2026, gezählt bis 23.11.2026" in page.words()
    assert rows_of(page, "Kennzahlen des Zeitraums")["Aktivierte Stunden"][0:3:2] == ["8,0 h", "2,0 h"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_the_same_statements_however_much_there_is(
    visit, session: Session, example: Example, put: Put, december, path: str
) -> None:
    def statements() -> int:
        with counted(session) as asked:
            visit(example.nora).get(f"{path}?{NOVEMBER}")
        return len(asked)

    statements()
    before = statements()
    for name in ("witten", "hattingen"):
        house = make_house(session, name)
        session.add(StaffRole(user_id=example.nora.id, location_id=house.id))
        body = make_organisation(session, f"Office {name}", example.booker, now=NOW)
        for number in range(1, 6):
            space = make_space(session, house, number=number, valid_from=LONG_AGO)
            for hour in range(9, 15):
                put(space, on_day(MONDAY, hour, hour + 1, house=house), BookingState.USED, example.booker, organisation_id=body.id)  # fmt: skip
    session.expire_all()
    statements()
    assert statements() == before <= 40


def test_what_would_have_been_is_on_the_page(visit, example: Example, december) -> None:
    question = "weniger=1&weniger_art=desk&mehr=1&mehr_art=popup_slot&bis="
    page = visit(example.nora).get(f"/auslastung/was-waere-wenn?{NOVEMBER}&{question}")
    rows = rows_of(page, "Kennzahlen, wie sie waren und wie sie gewesen wären")
    assert rows["Buchbare Stunden"] == ["27,0 h", "27,0 h", "±0,0 h (±0,0 %)"]
    assert rows["Gebuchte Stunden"] == ["14,0 h", "10,0 h", "−4,0 h (−28,6 %)"]
    assert "wäre 37,0 % statt 51,9 % gewesen" in page.words()
    assert "1 Belegung hätte keine andere Fläche derselben Art gefunden (4,0 h)" in page.words()


@pytest.mark.parametrize("query", ["bis=25:99", "weniger=-1", "weniger=zwei", "mehr=501", "zeitraum=2024-01-01..2026-01-01"])  # fmt: skip
def test_what_cannot_be_reckoned_through_is_refused(visit, example: Example, december, query: str) -> None:
    visit(example.nora).get(f"/auslastung/was-waere-wenn?{query}", expect=422)


@pytest.mark.parametrize(
    ("path", "figure", "value"),
    [
        pytest.param("besuche", "Besuchsstunden", "164,0 h", id="K15"),
        pytest.param("besuche", "Besuche", "41", id="K14"),
        pytest.param("veranstaltungen", "Veranstaltungen", "1", id="K21"),
        pytest.param("ausfaelle", "No-show- und Stornoquote", "33,3 %", id="K22"),
        pytest.param("pop-up", "Pop-up-Tage und -Öffnungsstunden", "0 Tage", id="K18"),
        pytest.param("organisationen", "Aktive Organisationen", "0", id="K16"),
        pytest.param("mix", "Themen-, Branchen- und Partnermix", "8,0 h", id="K24"),
    ],
)
def test_the_worked_example_is_on_the_pages_of_people(
    visit, example: Example, december, path: str, figure: str, value: str
) -> None:
    page = visit(example.nora).get(f"/auslastung/{path}?{NOVEMBER}")
    assert rows_of(page, "Kennzahlen des Zeitraums")[figure][0] == value


def test_every_indicator_is_defined_for_anybody(visit, session: Session) -> None:
    page = visit().get("/auslastung/kennzahlen")
    ids = {each.get("id") for each in page.all("section")}
    assert {f"K{number:02d}" for number in range(1, 26)} <= ids


def test_a_number_leads_to_its_definition_and_its_bookings(visit, example: Example, december) -> None:
    page = visit(example.nora).get(f"/auslastung/uebersicht?{NOVEMBER}")
    links = {link.get("href") for link in page.all("a")}
    assert "/auslastung/kennzahlen#K10" in links
    assert any(str(link).startswith("/auslastung/buchungen?") and "zahl=K10" in str(link) for link in links)


def test_a_target_stands_beside_its_figure(visit, session: Session, example: Example, december) -> None:
    for indicator, hundredths, per in (
        (TargetIndicator.BOOKING_RATE, 5000, None),
        (TargetIndicator.ACTIVATED, 3000, TargetPer.MONTH),
    ):
        session.add(
            IndicatorTarget(
                location_id=example.house.id,
                indicator=indicator,
                hundredths=hundredths,
                per=per,
                reason="Antrag",
                reason_en="Application",
                valid_from=LONG_AGO,
                valid_until=None,
            )
        )
    session.commit()
    page = visit(example.nora).get(f"/auslastung/uebersicht?{NOVEMBER}")
    rows = rows_of(page, "Kennzahlen des Zeitraums")
    assert rows["Buchungsauslastung"][2] == "50,0 %"
    assert "Ziel: 50,0 % – erreicht" in page.words()
    assert "Ziel: 30,0 h – noch nicht erreicht" in page.words()


def test_sure_and_unsure_visits_are_told_apart(visit, example: Example, december) -> None:
    page = visit(example.nora).get(f"/auslastung/uebersicht?{NOVEMBER}")
    assert "davon gemeldet oder geschätzt (Datengüte C und D): 97,6 %" in page.words()
