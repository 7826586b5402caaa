"""From every number to what stands behind it: the list says what it comes to, names nobody, and keeps to months."""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy.orm import Session

from labspace.bookings.states import BookingState
from labspace.dashboards.behind import has_list
from labspace.occupancy.figures.parts import PARTS, Part
from labspace.occupancy.kinds import Indicator
from tests.conftest import NOW
from tests.dashboards.test_pages import NOVEMBER, rows_of
from tests.factories import LONG_AGO, make_organisation, make_space, on_day
from tests.occupancy.conftest import MONDAY, Example, Put
from tests.support.statements import counted
from tests.support.visit import XHTML

CAPTION = "Buchungen, frühe zuerst"
NUMBERS = [
    pytest.param(indicator, part, id=f"{indicator.value}-{part.value}")
    for indicator, parts in PARTS.items()
    for part in parts
    if has_list(indicator, part)
]


def path_of(indicator: Indicator, part: Part, *, period: str = NOVEMBER) -> str:
    return f"/auslastung/buchungen?{period}&zahl={indicator.value}&teil={part.value}"


@pytest.mark.parametrize(
    ("number", "sentences"),
    [
        pytest.param("K01", ["Die Liste zusammen: 27,0 h.", "Buchbare Stunden im ganzen Zeitraum: 27,0 h."], id="K01"),
        pytest.param("K02", ["Die Liste zusammen: 14,0 h.", "Gebuchte Stunden im ganzen Zeitraum: 14,0 h."], id="K02"),
        pytest.param("K04", ["Die Liste zusammen: 14,0 h.", "14,0 h von 27,0 h, das sind 51,9 %."], id="K04"),
        pytest.param("K06", ["160,0 h von 324,0 h", "164,0 h von 324,0 h"][1:], id="K06"),
        pytest.param("K10", ["Die Liste zusammen: 8,0 h.", "Aktivierte Stunden im ganzen Zeitraum: 8,0 h."], id="K10"),
        pytest.param("K11&teil=days", ["Die Liste zusammen: 1.", "1 von 1, das sind 100,0 %."], id="K11 in days"),
        pytest.param("K12", ["Die Liste zusammen: 3,0 h."], id="K12"),
        pytest.param("K14", ["Die Liste zusammen: 41.", "Besuche im ganzen Zeitraum: 41."], id="K14"),
        pytest.param("K15", ["Die Liste zusammen: 164,0 h."], id="K15"),
        pytest.param("K16&teil=private", ["Die Liste zusammen: 1."], id="K16 private"),
        pytest.param("K21", ["Die Liste zusammen: 1."], id="K21"),
        pytest.param("K22", ["Die Liste zusammen: 1.", "1 von 3, das sind 33,3 %."], id="K22"),
        pytest.param("K24", ["Die Liste zusammen: 8,0 h."], id="K24"),
        pytest.param("R6", ["1 Buchung liegt", "Die Liste zusammen: 2,0 h.", "Rüststunden im ganzen Zeitraum: 2,0 h."], id="set-up"),
    ],
)  # fmt: skip
def test_the_list_comes_to_the_number(
    visit, example: Example, december, number: str, sentences: list[str]
) -> None:
    words = visit(example.nora).get(f"/auslastung/buchungen?{NOVEMBER}&zahl={number}").words()
    assert [one for one in sentences if one not in words] == []


@pytest.mark.parametrize(("indicator", "part"), NUMBERS)
def test_every_number_has_its_page(
    visit, example: Example, december, indicator: Indicator, part: Part
) -> None:
    for language in ("de", "en"):
        page = visit(example.nora, language=language).get(path_of(indicator, part))
        # Who booked privately is counted, and named nowhere.
        assert "Alice" not in page.words()


def test_a_list_of_more_than_a_month_comes_month_by_month(
    visit, example: Example, put: Put, december
) -> None:
    put(example.d1, on_day(date(2026, 10, 5), 9, 11, house=example.house), BookingState.USED, example.booker)
    year = "/auslastung/buchungen?zeitraum=2026&zahl=K03"
    assert "Dezember 2026 zusammen: 0,0 h. Genutzte Stunden im ganzen Zeitraum: 10,0 h." in visit(example.nora).get(year).words()  # fmt: skip
    sums = {"2026-10": "Oktober 2026 zusammen: 2,0 h.", "2026-11": "November 2026 zusammen: 8,0 h."}
    for month, sentence in sums.items():
        page = visit(example.nora).get(f"{year}&monat={month}")
        assert sentence in page.words()
        assert "Genutzte Stunden im ganzen Zeitraum: 10,0 h." in page.words()


def test_time_that_was_booked_again_is_told_once(visit, example: Example, put: Put, december) -> None:
    put(example.d2, on_day(MONDAY, 13, 16, house=example.house), BookingState.USED, example.booker)
    rows = rows_of(visit(example.nora).get(f"/auslastung/buchungen?{NOVEMBER}&zahl=K02"), CAPTION)
    # Nobody came from 12 to 18, and somebody else from 13 to 16 (R7).
    assert (rows["BO-MISSED"][-1], rows["BO-0000005"][-1]) == ("3,0 h", "3,0 h")


def test_people_at_desks_are_counted_with_their_organisations_and_not_named(
    visit, session: Session, example: Example, put: Put, december
) -> None:
    body = make_organisation(session, "Büro Nord", example.booker, now=NOW)
    put(example.d2, on_day(MONDAY, 9, 11, house=example.house), BookingState.USED, example.nora, organisation_id=body.id)  # fmt: skip
    rows = rows_of(visit(example.nora).get(f"/auslastung/buchungen?{NOVEMBER}&zahl=K09"), CAPTION)
    assert {name: cells[1:] for name, cells in rows.items() if name.startswith("Person ")} == {
        "Person 1": ["Privatperson", "1"],
        "Person 2": ["Büro Nord", "1"],
    }
    rows = rows_of(visit(example.nora).get(f"/auslastung/buchungen?{NOVEMBER}&zahl=K16"), CAPTION)
    assert rows["Büro Nord"] == ["1"]


@pytest.mark.parametrize("path", ["uebersicht", "besuche", "organisationen", "ausfaelle", "veranstaltungen"])
def test_numbers_of_tables_lead_to_what_stands_behind_them(
    visit, example: Example, december, path: str
) -> None:
    page = visit(example.nora).get(f"/auslastung/{path}?{NOVEMBER}&art=desk&art=event_area")
    links = [str(one.get("href")) for table in page.all("table") for one in table.iter("{http://www.w3.org/1999/xhtml}a")]  # fmt: skip
    behind = [one for one in links if one.startswith("/auslastung/buchungen?")]
    assert behind
    for one in behind:
        assert "zeitraum=2026-11" in one
        assert "art=event_area" in one


@pytest.mark.parametrize(("indicator", "part"), NUMBERS)
def test_a_list_asks_the_same_statements_however_long_it_is(
    visit, session: Session, example: Example, put: Put, december, indicator: Indicator, part: Part
) -> None:
    path = path_of(indicator, part)
    body = make_organisation(session, "Büro Nord", example.booker, now=NOW)
    put(example.d2, on_day(MONDAY, 9, 10, house=example.house), BookingState.USED, example.nora, organisation_id=body.id)  # fmt: skip

    def statements() -> int:
        session.expire_all()
        with counted(session) as asked:
            visit(example.nora).get(path)
        return len(asked)

    statements()
    before = statements()
    for number in range(3, 9):
        space = make_space(session, example.house, number=number, valid_from=LONG_AGO)
        for hour in range(9, 15):
            state = BookingState.NO_SHOW if hour == 9 else BookingState.USED
            put(space, on_day(MONDAY, hour, hour + 1, house=example.house), state, example.booker, organisation_id=body.id)  # fmt: skip
    statements()
    assert statements() == before <= 40


TABLES = [
    pytest.param("/auslastung/abende?{p}", "Abende, Wochenenden und Feiertage je Haus", slice(None), id="evenings"),
    pytest.param("/auslastung/woche?{p}", "Spitzenbelegung je Haus", slice(0, 3, 2), id="peak"),
    pytest.param("/auslastung/haeuser?{p}", "Kennzahlen je Haus", slice(None), id="houses"),
    pytest.param("/auslastung/haeuser?{p}&gruppe=zeit", "Alle Kennzahlen nebeneinander", slice(None), id="all figures"),
    pytest.param("/auslastung/zeitraeume?{p}&mit=2026-10", "Kennzahlen in beiden Zeiträumen", slice(0, 2), id="periods"),
    pytest.param("/auslastung/was-waere-wenn?{p}", "Kennzahlen, wie sie waren und wie sie gewesen wären", slice(0, 1), id="what if"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "caption", "columns"), TABLES)
def test_every_number_of_a_table_leads_to_what_stands_behind_it(
    visit, example: Example, december, path: str, caption: str, columns: slice
) -> None:
    page = visit(example.nora).get(path.format(p=NOVEMBER))
    (table,) = [one for one in page.all("table") if text_of(one.find(f"{XHTML}caption")) == caption]
    found = set()
    for row in table.iter(f"{XHTML}tr"):
        for cell in row.findall(f"{XHTML}td")[columns]:
            link = cell.find(f".//{XHTML}a")
            assert link is not None, (text_of(row.find(f"{XHTML}th")), text_of(cell))
            found.add(link.get("href"))
    assert found
    for url in found:
        visit(example.nora).get(url)


def test_set_up_hours_lead_to_the_bookings_they_were_for(visit, example: Example, december) -> None:
    page = visit(example.nora).get(f"/auslastung/uebersicht?{NOVEMBER}")
    (link,) = [one for one in page.all("a") if "Rüststunden: 2,0 h" in (one.get("aria-label") or "")]
    heading, *listed = rows_of(visit(example.nora).get(link.get("href")), CAPTION).values()
    assert heading[-1] == "gerüstet"
    assert [row[-1] for row in listed] == ["2,0 h"]


def test_an_hour_in_which_two_bookings_set_up_is_told_once(
    visit, example: Example, put: Put, december
) -> None:
    """Clearing away after the first is setting up for the second: the hour is the earlier one's."""
    for begins, ends, before, after in ((9, 10, 0, 60), (11, 12, 30, 30)):
        put(example.d2, on_day(MONDAY, begins, ends, house=example.house), BookingState.USED, example.booker, setup_minutes=before, teardown_minutes=after)  # fmt: skip
    page = visit(example.nora).get(f"/auslastung/buchungen?{NOVEMBER}&zahl=R6")
    assert "Die Liste zusammen: 3,5 h. Rüststunden im ganzen Zeitraum: 3,5 h." in page.words()
    assert sorted(row[-1] for row in rows_of(page, CAPTION).values()) == [
        "0,5 h",
        "1,0 h",
        "2,0 h",
        "gerüstet",
    ]


def test_the_numbers_in_large_print_of_evenings_lead_there_too(visit, example: Example, december) -> None:
    page = visit(example.nora).get(f"/auslastung/abende?{NOVEMBER}")
    said = [text_of(link) for link in page.all("a")]
    assert [one for one in said if one.startswith("Was dahintersteht")] == [
        "Was dahintersteht: Abends, 18–24 Uhr",
        "Was dahintersteht: Abende je Woche und Haus",
        "Was dahintersteht: Samstags und sonntags",
        "Was dahintersteht: An Feiertagen Mo–Fr",
    ]


def text_of(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())
