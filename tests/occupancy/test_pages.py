"""The page of figures: the worked example and its variants to the digit, who sees what, bad input."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.claim_models import Blocking, BlockingReason
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.locations.models import Closure
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space, SpaceClosure, SpaceHours
from tests.conftest import NOW
from tests.factories import LONG_AGO, make_house, make_organisation, make_space, make_user, on_day
from tests.occupancy.conftest import MONDAY, Example, Put
from tests.support.statements import counted
from tests.support.visit import Page

NOVEMBER = "/auslastung?monat=2026-11"


def table_of(page: Page, title: str = "Stadtlabor Herne") -> dict[str, list[str]]:
    """The cells of the table with this caption, by the heading of their row."""
    for table in page.all("table"):
        caption = [element for element in table if element.tag.endswith("caption")]
        if caption and "".join(caption[0].itertext()).strip() == title:
            rows = {}
            for row in table.iter("{http://www.w3.org/1999/xhtml}tr"):
                cells = [" ".join("".join(cell.itertext()).split()) for cell in row]
                rows[cells[0]] = cells[1:]
            return rows
    raise AssertionError(f"no table {title}")


def test_the_worked_example_is_on_the_page_to_the_digit(visit, example: Example, december) -> None:
    page = visit().get(NOVEMBER)
    rows = table_of(page)
    assert rows["Gesamt"] == ["3", "27,0", "14,0", "8,0", "51,9 %", "29,6 %", "8,0", "4,0"]
    assert rows["Arbeitsplätze"] == ["2", "18,0", "10,0", "4,0", "55,6 %", "22,2 %", "4,0", "0,0"]
    assert rows["Eventflächen"] == ["1", "9,0", "4,0", "4,0", "44,4 %", "44,4 %", "4,0", "4,0"]
    assert "Stadtlabor Herne war im November 2026 8,0 von 12,0 Öffnungsstunden belebt" in page.words()
    assert "66,7 %" in page.words()
    assert "Demonstration – frei erfunden" in page.words()


def test_variant_a_is_on_the_page(visit, session: Session, example: Example, put: Put, december) -> None:
    put(example.d2, on_day(MONDAY, 13, 16, house=example.house), BookingState.USED, example.booker)
    total = table_of(visit().get(NOVEMBER))["Gesamt"]
    assert total == ["3", "27,0", "14,0", "11,0", "51,9 %", "40,7 %", "11,0", "4,0"]


@pytest.mark.parametrize("how", ["cancelled", "closed", "maintained"])
def test_variant_b_is_on_the_page(visit, session: Session, example: Example, december, how: str) -> None:
    span = on_day(MONDAY, 12, 18, house=example.house)
    if how == "cancelled":
        session.execute(
            update(Booking).where(Booking.reference == "BO-MISSED").values(state=BookingState.CANCELLED_HOUSE)
        )
    elif how == "closed":
        session.add(SpaceClosure(space_id=example.d2.id, span=span))
    else:
        session.add(
            Blocking(
                space_id=example.d2.id,
                span=span,
                reason=BlockingReason.MAINTENANCE,
                created_by_id=example.nora.id,
                created_at=NOW,
            )
        )
    session.commit()
    total = table_of(visit().get(NOVEMBER))["Gesamt"]
    assert total[1:3] == ["21,0", "8,0"]
    assert total[4] == "38,1 %"


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(MONDAY, "24,0", id="an ordinary day"),
        pytest.param(date(2026, 10, 25), "25,0", id="25.10.2026"),
        pytest.param(date(2026, 3, 29), "23,0", id="29.03.2026"),
    ],
)
def test_variant_c_a_unit_round_the_clock(
    visit, session: Session, example: Example, put: Put, december, day: date, hours: str
) -> None:
    popup = make_space(session, example.house, SpaceKind.POPUP_SLOT)
    session.add(
        SpaceHours(
            space_id=popup.id,
            weekday=day.weekday(),
            opens_minute=0,
            closes_minute=1440,
            valid_from=day,
            valid_until=day,
        )
    )
    put(
        example.d1,
        on_day(date(2026, 1, 5), 9, 10, house=example.house),
        BookingState.REJECTED,
        example.booker,
    )
    page = visit().get(f"/auslastung?monat={day:%Y-%m}")
    assert table_of(page)["Pop-up-Flächen"][1] == hours


def test_a_blocking_for_another_reason_stays_bookable(
    visit, session: Session, example: Example, december
) -> None:
    session.add(
        Blocking(
            space_id=example.d1.id,
            span=on_day(MONDAY, 14, 18, house=example.house),
            reason=BlockingReason.RESERVED,
            created_by_id=example.nora.id,
            created_at=NOW,
        )
    )
    session.commit()
    assert table_of(visit().get(NOVEMBER))["Gesamt"][1] == "27,0"


def test_maintenance_of_a_divisible_area_closes_its_parts_until_it_is_lifted(
    visit, session: Session, cast, put: Put, december
) -> None:
    span = on_day(MONDAY, 8, 18, house=cast.house)
    lifted_at = on_day(MONDAY, 10, 12, house=cast.house).starts_at
    session.add(
        Blocking(
            space_id=cast.area.id,
            span=span,
            reason=BlockingReason.MAINTENANCE,
            created_by_id=cast.nora.id,
            created_at=NOW,
            lifted_at=lifted_at,
        )
    )
    put(cast.desk, on_day(MONDAY, 9, 10, house=cast.house), BookingState.USED, cast.alice)
    rows = table_of(visit().get(NOVEMBER), "Stadtlabor Bochum")
    assert rows["Eventflächen"][:2] == ["2", "596,0"]  # 2 halves × (30 days × 10 h − 2 h), no whole


def test_a_closure_beats_what_was_let_in_outside_the_hours(
    visit, session: Session, example: Example, december
) -> None:
    session.add(Closure(location_id=example.house.id, span=on_day(MONDAY, 17, 24, house=example.house)))
    session.commit()
    assert table_of(visit().get(NOVEMBER))["Eventflächen"][1:4] == ["5,0", "0,0", "0,0"]


def test_use_counts_as_recorded(visit, session: Session, example: Example, put: Put, december) -> None:
    session.execute(
        update(Booking)
        .where(Booking.kind == SpaceKind.EVENT_AREA)
        .values(used_until=on_day(MONDAY, 21, 22, house=example.house).ends_at)
    )
    session.commit()
    area = table_of(visit().get(NOVEMBER))["Eventflächen"]
    assert area == ["1", "10,0", "4,0", "5,0", "40,0 %", "50,0 %", "5,0", "5,0"]


def test_a_tenancy_is_booked_in_opening_hours_and_used_as_recorded(
    visit, session: Session, cast, put: Put, december
) -> None:
    house = cast.house
    shop = on_day(date(2026, 11, 16), 10, 15, house=house)
    for first, recorded in ((2, {}), (16, {"used_from": shop.starts_at, "used_until": shop.ends_at})):
        span = on_day(date(2026, 11, first), 0, 24, house=house)
        put(cast.popup, span, BookingState.USED, cast.alice, **recorded)
    page = visit(cast.nora).get(NOVEMBER)
    assert table_of(page, "Stadtlabor Bochum")["Pop-up-Flächen"][:4] == ["1", "300,0", "20,0", "5,0"]
    assert "Für 1 Pop-up-Mietzeit sind keine Ladenöffnungszeiten festgehalten" in page.words()


def test_internal_use_is_a_row_for_staff_and_hidden_from_the_public(
    visit, session: Session, example: Example, december
) -> None:
    session.execute(update(Booking).where(Booking.kind == SpaceKind.EVENT_AREA).values(is_internal=True))
    session.commit()
    staff = table_of(visit(example.nora).get(NOVEMBER))
    assert staff["davon intern"] == ["–", "–", "4,0", "4,0", "14,8 %", "14,8 %", "4,0", "4,0", "–"]
    public = visit().get(NOVEMBER)
    assert set(table_of(public)["davon intern"]) == {"–", "•"}
    assert "zu wenige Personen oder Organisationen" in public.words()


def test_internal_use_of_many_people_and_organisations_is_public(
    visit, session: Session, cast, put: Put, december
) -> None:
    people = [make_user(session, f"Person{number}", now=NOW) for number in range(5)]
    bodies = [make_organisation(session, f"Office{number}", people[0], now=NOW) for number in range(3)]
    for number, person in enumerate(people):
        span = on_day(date(2026, 11, 2 + number), 9, 10, house=cast.house)
        more = {"is_internal": True, "organisation_id": bodies[number % 3].id}
        put(cast.desk, span, BookingState.USED, person, **more)
    page = visit().get(NOVEMBER)
    assert table_of(page, "Stadtlabor Bochum")["davon intern"][2:4] == ["5,0", "5,0"]
    assert set(table_of(page, "Alle gewählten Häuser")["davon intern"]) == {"–", "•"}


def test_internal_use_is_hidden_where_little_else_is_left_of_the_total(
    visit, session: Session, cast, put: Put, december
) -> None:
    """Else what Alice used would be the public total without it."""
    people = [make_user(session, f"Person{number}", now=NOW) for number in range(5)]
    bodies = [make_organisation(session, f"Office{number}", people[0], now=NOW) for number in range(3)]
    for number, person in enumerate(people):
        span = on_day(date(2026, 11, 2 + number), 9, 10, house=cast.house)
        more = {"is_internal": True, "organisation_id": bodies[number % 3].id}
        put(cast.desk, span, BookingState.USED, person, **more)
    put(cast.desk, on_day(date(2026, 11, 9), 9, 10, house=cast.house), BookingState.USED, cast.alice)
    page = visit().get(NOVEMBER)
    assert set(table_of(page, "Stadtlabor Bochum")["davon intern"]) == {"–", "•"}


def test_several_houses_are_one_group_and_their_activated_hours_add_up(
    visit, session: Session, cast, put: Put, december
) -> None:
    elsewhere = session.scalars(select(Space).where(Space.location_id == cast.other_house.id)).one()
    span = on_day(MONDAY, 9, 12, house=cast.house)
    put(cast.desk, span, BookingState.USED, cast.alice)
    put(cast.second_desk, span, BookingState.USED, cast.bob)
    put(elsewhere, span, BookingState.USED, cast.charlie)
    page = visit().get(NOVEMBER)
    assert table_of(page, "Stadtlabor Bochum")["Gesamt"][6] == "3,0"
    together = table_of(page, "Alle gewählten Häuser")
    assert together["Arbeitsplätze"] == ["3", "900,0", "9,0", "9,0", "1,0 %", "1,0 %", "6,0", "0,0"]
    only_one = visit().get(NOVEMBER + "&haus=witten").words()
    assert "Stadtlabor Bochum 7" not in only_one
    assert "Stadtlabor Witten war im November 2026 3,0 von 300,0" in only_one


def test_without_any_opening_there_is_no_rate(visit, session: Session, example: Example, put: Put) -> None:
    put(
        example.d1,
        on_day(date(2026, 9, 7), 9, 10, house=example.house),
        BookingState.REJECTED,
        example.booker,
    )
    page = visit().get("/auslastung?monat=2026-10")
    assert table_of(page)["Gesamt"] == ["3", "0,0", "0,0", "0,0", "k. A.", "k. A.", "0,0", "0,0"]
    english = visit(language="en").get("/auslastung?monat=2026-10")
    assert table_of(english)["Total"][4] == "n/a"


def test_the_running_month_counts_until_now_and_shows_the_rest_as_preview_to_its_staff(
    visit, session: Session, example: Example
) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):  # 10:00 in Herne
        page = visit(example.nora).get(NOVEMBER)
        tables = [
            rows["Gesamt"]
            for number in range(1, len(page.all("table")))
            if "Gesamt" in (rows := table_of_at(page, number))
        ]
        assert tables[0][:4] == ["3", "2,0", "1,0", "1,0"]
        assert tables[1] == ["3", "25,0", "13,0", "52,0 %"]
        assert "bisher 1,0 von 1,0 Öffnungsstunden" in page.words()


def table_of_at(page: Page, number: int) -> dict[str, list[str]]:
    rows = page.all("table")[number].iter("{http://www.w3.org/1999/xhtml}tr")
    return {
        cells[0]: cells[1:]
        for row in rows
        if (cells := [" ".join("".join(cell.itertext()).split()) for cell in row])
    }


def test_past_bookings_nobody_decided_are_said_to_staff_only(
    visit, session: Session, example: Example, december
) -> None:
    session.execute(
        update(Booking).where(Booking.reference == "BO-MISSED").values(state=BookingState.CONFIRMED)
    )
    session.commit()
    assert "1 vergangene Buchung ist noch ungeklärt" in visit(example.nora).get(NOVEMBER).words()
    assert "ungeklärt" not in visit().get(NOVEMBER).words()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        pytest.param("monat=2026-11", "Öffentlich sind ganze, vergangene Monate", id="the running month"),
        pytest.param("monat=2019-01", "Für diesen Monat gibt es keine Zahlen", id="before anything"),
        pytest.param("monat=2026-13", "Bitte wählen Sie einen Monat aus der Liste", id="no such month"),
        pytest.param("monat=" + "9" * 5000, "Bitte wählen Sie einen Monat", id="a very long month"),
        pytest.param("monat=2026-1%01", "Bitte wählen Sie einen Monat", id="control characters"),
        pytest.param("haus=atlantis", "Diesen Standort gibt es nicht", id="an unknown house"),
    ],
)
@pytest.mark.parametrize("path", ["/auslastung", "/auslastung.csv"])
def test_what_has_no_figures_is_refused_kindly(
    visit, session: Session, example: Example, put: Put, path: str, query: str, sentence: str
) -> None:
    put(example.d1, on_day(date(2026, 9, 7), 9, 10, house=example.house), BookingState.USED, example.booker)
    assert sentence in visit().get(f"{path}?{query}", expect=422).words()


def test_staff_see_the_running_month_of_their_house_only(visit, session: Session, example: Example) -> None:
    other = make_house(session, "witten")
    make_space(session, other)
    session.commit()
    page = visit(example.nora).get(NOVEMBER)
    assert "Stadtlabor Witten" not in ["".join(caption.itertext()).strip() for caption in page.all("caption")]
    refused = visit(example.nora).get(NOVEMBER + "&haus=witten", expect=422)
    assert "sieht nur das Team des Hauses" in refused.words()


def test_before_the_first_whole_month_the_page_says_so(visit, session: Session, example: Example) -> None:
    assert "Noch keine Zahlen" in visit().get("/auslastung").words()
    visit().get("/auslastung.csv", expect=404)


def test_without_houses_the_page_says_what_is_missing(visit, session: Session) -> None:
    assert "Noch keine Häuser" in visit().get("/auslastung").words()


def test_the_excel_sheet_has_german_numbers_and_says_what_they_mean(
    visit, example: Example, december
) -> None:
    answer = visit().get("/auslastung.csv?monat=2026-11")
    text = answer.data.decode("utf-8")
    assert text.startswith("\ufeffAuslastung im November 2026\r\nDemonstration – frei erfunden\r\n")
    assert "Stadtlabor Herne;Gesamt;3;27,0;14,0;8,0;51,9;29,6;8,0;4,0\r\n" in text
    assert "Stadtlabor Herne;davon intern;•;•" in text
    assert "K04 Buchungsauslastung;" in text
    assert 'filename="auslastung-2026-11.csv"' in answer.headers["Content-Disposition"]


def test_the_machine_sheet_has_exact_quotients(visit, example: Example, december) -> None:
    text = visit().get("/auslastung.csv?monat=2026-11&form=maschine").data.decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    wanted = {"location": "herne", "kind": "all", "scope": "all", "indicator": "K04"}
    (rate,) = [row for row in rows if wanted.items() <= row.items()]
    assert (rate["value"], rate["unit"], rate["status"]) == ("51.851852", "percent", "ok")
    assert (rate["numerator_seconds"], rate["denominator_seconds"]) == (str(14 * 3600), str(27 * 3600))
    assert rate["note"] == "Demonstration – frei erfunden"
    assert {row["status"] for row in rows if row["scope"] == "internal"} == {"suppressed"}
    visit().get("/auslastung.csv?monat=2026-11&form=xlsx", expect=404)


def test_a_name_that_looks_like_a_formula_does_nothing_in_a_spreadsheet(
    visit, session: Session, example: Example, december
) -> None:
    example.house.name = "=1+1"
    session.commit()
    assert "'=1+1;Gesamt" in visit().get("/auslastung.csv?monat=2026-11").data.decode("utf-8")


def test_the_page_asks_the_same_statements_however_much_there_is(
    visit, session: Session, example: Example, put: Put, december
) -> None:
    def statements() -> int:
        with counted(session) as asked:
            visit().get(NOVEMBER)
        return len(asked)

    before = statements()
    for name in ("witten", "hattingen"):
        house = make_house(session, name)
        for number in range(1, 6):
            space = make_space(session, house, number=number, valid_from=LONG_AGO)
            for hour in range(9, 15):
                put(space, on_day(MONDAY, hour, hour + 1, house=house), BookingState.USED, example.booker)
    assert statements() == before <= 14


def test_the_staff_of_a_house_see_why_bookings_were_cancelled(
    visit, session: Session, example: Example, put: Put, december
) -> None:
    house, number = example.house, 0
    for state, code, times in (
        (BookingState.CANCELLED_EARLY, CancelReason.DATE_CHANGED, 2),
        (BookingState.CANCELLED_LATE, CancelReason.DATE_CHANGED, 1),
        (BookingState.CANCELLED_HOUSE, CancelReason.DAMAGE, 1),
    ):
        for _again in range(times):
            number += 1
            span = on_day(date(2026, 11, number), 9, 10, house=house)
            put(example.d1, span, state, example.booker, cancel_code=code)
    # On the wall of the house the last minute of October and the first of December are other months.
    for day in (date(2026, 10, 31), date(2026, 12, 1)):
        span = on_day(day, 0, 24, house=house)
        put(example.d1, span, BookingState.CANCELLED_EARLY, example.booker, cancel_code=CancelReason.OTHER)
    with counted(session) as seen:
        rows = table_of(visit(example.nora).get(NOVEMBER), "Stornierungen nach Grund")
    assert rows["Der Termin hat sich geändert"] == ["2", "1", "0", "3"]
    assert rows["Schaden oder Störung im Haus"] == ["0", "0", "1", "1"]
    assert rows["keine Angabe"] == ["1", "0", "0", "1"]
    assert "Ein anderer Grund" not in rows
    assert sum("cancel_code" in statement for statement in seen) == 1
    assert "Stornierungen nach Grund" not in visit(example.booker).get(NOVEMBER).words()
    assert "Stornierungen nach Grund" not in visit().get(NOVEMBER).words()


def test_setting_up_stands_beside_the_figures_of_a_month_for_its_team(
    visit, session: Session, example: Example, december
) -> None:
    page = visit(example.nora).get(NOVEMBER)
    rows = table_of(page)
    assert rows["Flächen"][-1].replace("\u00ad", "") == "Rüststunden (h)"
    assert {name: cells[-1] for name, cells in rows.items() if name != "Flächen"} == {
        "Arbeitsplätze": "0,0",
        "Eventflächen": "2,0",
        "Gesamt": "2,0",
        "davon intern": "–",
    }
    assert rows["Gesamt"][:-1] == ["3", "27,0", "14,0", "8,0", "51,9 %", "29,6 %", "8,0", "4,0"]
    assert "R6 Rüststunden" in page.words()
    assert "weder gebucht noch genutzt noch belebt" in page.words()
    other = make_house(session, "witten")
    make_space(session, other, valid_from=LONG_AGO)
    session.commit()
    mixed = visit(example.nora).get(NOVEMBER)
    # Nora runs one of the two: neither Witten's nor what both have together is hers to see.
    assert table_of(mixed)["Gesamt"][-1] == "2,0"
    assert len(table_of(mixed, "Stadtlabor Witten")["Gesamt"]) == 8
    assert len(table_of(mixed, "Alle gewählten Häuser")["Gesamt"]) == 8


def test_the_public_is_told_no_set_up_hours(visit, example: Example, december) -> None:
    """Buffers of a fixed length would tell the number of bookings."""
    assert "Rüst" not in visit().get(NOVEMBER).words().replace("Rüstzeit", "")
    for form in ("excel", "maschine"):
        text = visit().get(f"/auslastung.csv?monat=2026-11&form={form}").data.decode("utf-8")
        assert "R6" not in text


def test_the_sheets_tell_set_up_hours_to_the_team(visit, example: Example, december) -> None:
    nora = visit(example.nora)
    excel = nora.get("/auslastung.csv?monat=2026-11").data.decode("utf-8")
    assert "Stadtlabor Herne;Gesamt;3;27,0;14,0;8,0;51,9;29,6;8,0;4,0;2,0\r\n" in excel
    assert "K10 davon publikumswirksam (h);R6 Rüststunden (h)\r\n" in excel
    assert "R6 Rüststunden;" in excel
    machine = nora.get("/auslastung.csv?monat=2026-11&form=maschine").data.decode("utf-8")
    told = [row for row in csv.DictReader(io.StringIO(machine)) if row["indicator"] == "R6"]
    assert [(row["kind"], row["scope"], row["value"], row["unit"]) for row in told] == [
        ("desk", "all", "0.000000", "h"),
        ("event_area", "all", "2.000000", "h"),
        ("all", "all", "2.000000", "h"),
    ]
    assert told[-1]["numerator_seconds"] == "7200"


def test_the_running_month_tells_what_was_set_up_until_now(visit, example: Example) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 15, 30, tzinfo=UTC), tick=False):  # 16:30 in Herne
        page = visit(example.nora).get(NOVEMBER)
        assert table_of(page)["Gesamt"][-1] == "0,5"
