"""Pop-ups, funding, De-minimis and context of a report: the same in every output, and frozen for good."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import openpyxl
import pypdfium2
import pytest
import time_machine
from sqlalchemy import delete
from sqlalchemy.orm import Session

from labspace.bookings.aid.models import AidRegisteredUse, AidRegistration
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.context.actions import NewCityEvent, NewVacancy, note_city_event, note_vacancy
from labspace.context.kinds import SeriesKind
from labspace.documents.typesetting import pdf_of
from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.records import FollowUp, OpenedDay
from labspace.popups.tenancies.states import Outcome, TenancyState
from labspace.reports.actions import freeze
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.models import Report, ReportVersion
from labspace.reports.outputs.printed import document_of
from labspace.reports.queries import find_version
from labspace.times import TimeSpan
from tests.context.test_actions import HEAD, make_series, take
from tests.factories import Cast, on_day
from tests.occupancy.conftest import DECEMBER, Put
from tests.support.visit import XHTML, Page

HOUSE = "Stadtlabor Bochum"
LET = date(2026, 11, 2), date(2026, 11, 15)
VACANT = Fraction(1, 8)
"""A share of one; the others are counts, days and money."""
TABLES: dict[str, list[list[Any]]] = {
    "pop-ups": [
        [
            HOUSE, "BO-LADEN01", "Zechenkaffee", "Popup_Slot 1", *LET, Fraction(3), Fraction(35, 2),
            "eigener Laden in der Stadt",
        ],
    ],
    "foerdermittel": [
        [HOUSE, date(2026, 11, 5), "Anschubfinanzierung der IHK", "ausgezahlt", Fraction("1000.5"), "Beleg 12", "ID-7K2M9QX"],
        [HOUSE, date(2026, 11, 6), "öffentliche Förderung", "bewilligt", Fraction(2500), "Bescheid 4711", "ID-7K2M9QX"],
    ],
    "beihilfen": [
        [
            "Privatperson", HOUSE, "Pop-up-Fläche", "BO-LADEN01", "02.11.2026–15.11.2026", LET[0],
            Fraction(1200), Fraction(400), Fraction(800), date(2026, 11, 20), "REG-77",
        ],
        [
            "Acme", HOUSE, "Arbeitsplatz", "BO-TISCH01", "04.11.2026", date(2026, 11, 4),
            Fraction(100), Fraction(40), Fraction(60), None, "",
        ],
    ],
    "umfeld": [
        [
            HOUSE, "Passantenfrequenz", "Brunnen",
            "Passantinnen und Passanten an 1 vollständig gezählten von 30 Tagen", Fraction(240),
            "Zählgerät (erfunden)", "*", "frei",
        ],
        [HOUSE, "Leerstandsquote", "Altstadt", "Stand 01.11.2026", VACANT, "Zählgerät (erfunden)", "Erdgeschoss (Quelle: Begehung)", "frei"],
        [HOUSE, "Ereignis in der Stadt", "Lichterfest", "07.11.2026–08.11.2026", "", "", "", ""],
    ],
}  # fmt: skip
"""Every row of these tables as it is to be read: words, days, and numbers."""


@dataclass(frozen=True)
class Filled:
    report: Report
    tenancy: Tenancy
    use: Booking


@pytest.fixture
def filled(
    session: Session, cast: Cast, put: Put, now: datetime, report: Report, pay: Callable[..., Any]
) -> Filled:
    """November with a pop-up below its price that became a shop, a desk below its price, money and a town."""
    span = TimeSpan.of_days(*LET, zone=cast.house.zone)
    below = {"market_cents": 120_000, "price_cents": 40_000}
    shop = put(cast.popup, span, BookingState.USED, cast.charlie, reference="BO-LADEN01", title="Zechenkaffee", **below)  # fmt: skip
    tenancy = Tenancy(
        booking_id=shop.id,
        location_id=cast.house.id,
        space_id=cast.popup.id,
        state=TenancyState.ENDED,
        state_since=span.ends_at,
        min_days=3,
        min_minutes=240,
        created_at=span.starts_at,
    )
    session.add(tenancy)
    session.flush()
    for day, ends in ((3, 16), (5, 16), (10, 15)):
        opened = on_day(date(2026, 11, day), 10, ends, house=cast.house)
        session.add(_opened(tenancy, date(2026, 11, day), opened, cast, more=30 if day == 10 else 0))
    for months, outcome in ((0, None), (3, Outcome.OWN_SHOP)):
        session.add(
            FollowUp(
                tenancy_id=tenancy.id,
                months=months,
                due_on=LET[1],
                outcome=outcome,
                answered_at=now if outcome else None,
            )
        )
    desk = on_day(date(2026, 11, 4), 9, 11, house=cast.house)
    use = put(cast.desk, desk, BookingState.USED, cast.alice, reference="BO-TISCH01", organisation_id=cast.acme.id, market_cents=10_000, price_cents=4_000)  # fmt: skip
    told = AidRegistration(
        user_id=cast.charlie.id,
        registered_on=date(2026, 11, 20),
        reference="REG-77",
        by_id=cast.nora.id,
        at=now,
    )
    session.add(told)
    session.flush()
    session.add(AidRegisteredUse(booking_id=shop.id, registration_id=told.id, advantage_cents=80_000))
    pay(MoneySource.OWN, MoneyStep.PAID, 100_050, date(2026, 11, 5), "Beleg 12")
    pay(MoneySource.PUBLIC_GRANT, MoneyStep.GRANTED, 250_000, date(2026, 11, 6))
    pay(MoneySource.INVESTOR, MoneyStep.REQUESTED, 999_900, date(2026, 11, 7))
    _town(session, cast, now)
    session.commit()
    return Filled(report, tenancy, use)


def _opened(tenancy: Tenancy, day: date, span: TimeSpan, cast: Cast, *, more: int) -> OpenedDay:
    span = TimeSpan(span.starts_at, span.ends_at + timedelta(minutes=more))
    return OpenedDay(
        tenancy_id=tenancy.id, day=day, span=span, recorded_by_id=cast.nora.id, recorded_at=span.ends_at
    )


def _town(session: Session, cast: Cast, now: datetime) -> None:
    hours = "".join(f"02.11.2026 {hour:02}:00;10\n" for hour in range(24))
    take(session, make_series(session, cast, now), f"{HEAD}{hours}", cast, now)
    vacancy = make_series(session, cast, now, SeriesKind.VACANCY, "Altstadt")
    rate = NewVacancy(day=date(2026, 11, 1), permille=125, definition="Erdgeschoss", source="Begehung")
    note_vacancy(session, vacancy.id, rate, by=cast.nora, now=now)
    events = make_series(session, cast, now, SeriesKind.CITY_EVENTS, "Stadtfeste")
    feast = NewCityEvent(first_on=date(2026, 11, 7), last_on=date(2026, 11, 8), name="Lichterfest")
    note_city_event(session, events.id, feast, by=cast.nora, now=now)


def version_of(session: Session, filled: Filled) -> ReportVersion:
    version = find_version(session, filled.report.id, 1)
    assert version is not None
    return version


def address(filled: Filled, file: str = "") -> str:
    return f"/berichte/{filled.report.id}/fassungen/1{file}"


def matches(found: object, wanted: object) -> bool:
    return wanted in {"*", found}


def as_read(value: Any, *, is_money: bool = False) -> str:
    """A cell as a German reader finds it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if value is VACANT:
        return "12,5 %"
    if isinstance(value, Fraction):
        text = f"{float(value):.2f}" if is_money else f"{float(value):g}"
        return text.replace(".", ",")
    return str(value)


@pytest.mark.parametrize("table", TABLES)
def test_both_csv_forms_hold_these_rows(visit, session: Session, cast: Cast, filled: Filled, december, table: str) -> None:  # fmt: skip
    nora = visit(cast.nora)
    text = nora.get(address(filled, f"/{table}.csv?form=maschine")).data.decode()
    head, *machine = list(csv.reader(io.StringIO(text)))
    assert len(set(head)) == len(head), "every column has a name of its own"
    assert len(machine) == len(TABLES[table])
    for found, wanted in zip(machine, TABLES[table], strict=True):
        exact = [
            one.isoformat() if isinstance(one, date) else f"{float(one):g}" if isinstance(one, Fraction) else one or ""
            for one in wanted
        ]  # fmt: skip
        assert all(map(matches, found, exact)), (found, exact)
        assert found[len(wanted) :] == ["1", "2026-11-01", "2026-11-30", ""]
    text = nora.get(address(filled, f"/{table}.csv?form=excel")).data.decode("utf-8-sig")
    excel = list(csv.reader(io.StringIO(text), delimiter=";"))[-len(TABLES[table]) :]
    is_money = table in {"foerdermittel", "beihilfen"}
    for shown, wanted in zip(excel, TABLES[table], strict=True):
        read = [as_read(one, is_money=is_money) for one in wanted]
        assert [one.replace(",0", "") if one == "3,0" else one for one in shown] == read[: len(shown)]


def test_the_workbook_holds_them_as_numbers_and_days(visit, cast: Cast, filled: Filled, december) -> None:
    body = visit(cast.nora).get(address(filled, "/bericht.xlsx")).data
    book = openpyxl.load_workbook(io.BytesIO(body))
    for title, table in (("Pop-ups", "pop-ups"), ("Fördermittel", "foerdermittel"), ("De-minimis-Liste", "beihilfen"), ("Umfeld", "umfeld")):  # fmt: skip
        rows = list(book[title].iter_rows(min_row=2, values_only=True))
        assert len(rows) == len(TABLES[table])
        for found, wanted in zip(rows, TABLES[table], strict=True):
            for cell, value in zip(found, wanted, strict=True):
                if isinstance(value, Fraction):
                    assert isinstance(cell, int | float)
                    assert cell == float(value)
                elif isinstance(value, date):
                    assert isinstance(cell, datetime)
                    assert cell.date() == value
                else:
                    assert matches(cell or "", value or "")


def test_json_and_pdf_and_page_say_them_too(visit, session: Session, cast: Cast, filled: Filled, december) -> None:  # fmt: skip
    nora = visit(cast.nora)
    told = json.loads(nora.get(address(filled, "/bericht.json")).data)
    (popup,) = told["popups"]
    assert (popup["reference"], popup["opened_days"], Fraction(popup["opened_hours"])) == ("BO-LADEN01", 3, Fraction(35, 2))  # fmt: skip
    assert [(one["cents"], one["document"]) for one in told["money"]] == [(100_050, "Beleg 12"), (250_000, "Bescheid 4711")]  # fmt: skip
    assert [(one["beneficiary"], one["advantage_cents"], one["registered_on"]) for one in told["aid"]] == [("Privatperson", 80_000, "2026-11-20"), ("Acme", 6_000, None)]  # fmt: skip
    assert [one["value"] for one in told["beside"]] == ["240", "12,5 %", ""]
    version = version_of(session, filled)
    printed = one_line(text_of_pdf(pdf_of(document_of(snapshot_of(session, version, now=DECEMBER)))))
    shown = one_line(nora.get(address(filled)).words())
    for words in (printed, shown):
        for word in ("BO-LADEN01", "17,5 h", "1.000,50 €", "Bescheid 4711", "800,00 €", "60,00 €", "Acme", "12,5 %", "Lichterfest"):  # fmt: skip
            assert one_line(word) in words, word
        assert "9.999,00" not in words, "money that was only asked for"
    assert "Charlie" not in printed + shown + json.dumps(told), "a person is no part of what is kept for ever"


def test_a_final_version_keeps_them_whatever_happens_later(visit, session: Session, cast: Cast, filled: Filled, now: datetime) -> None:  # fmt: skip
    version = version_of(session, filled)
    with time_machine.travel(DECEMBER, tick=False):
        freeze(session, version.id, snapshot_of(session, version, now=DECEMBER), edits=0, by=cast.nora, now=DECEMBER)  # fmt: skip
        session.commit()
        before = everything(visit(cast.nora), filled)
    filled.tenancy.booking.title = "Etwas anderes"
    filled.use.price_cents = 10_000
    session.execute(delete(OpenedDay))
    session.execute(delete(FollowUp))
    cast.house.name = "Ganz anderes Haus"
    session.commit()
    with time_machine.travel(DECEMBER + timedelta(days=200), tick=False):
        assert everything(visit(cast.nora), filled) == before


def everything(nora: Any, filled: Filled) -> list[bytes | list[str]]:
    """Every file of the version, and the tables of its page."""
    files = ["/bericht.json", "/bericht.xlsx"]
    files += [f"/{table}.csv?form={form}" for table in TABLES for form in ("excel", "maschine")]
    return [*(nora.get(address(filled, file)).data for file in files), tables_on(nora.get(address(filled)))]


def tables_on(page: Page) -> list[str]:
    return [one_line(" ".join(one.itertext())) for one in page.document.iter(f"{XHTML}table")]


def text_of_pdf(printed: bytes) -> str:
    document = pypdfium2.PdfDocument(printed)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def one_line(words: str) -> str:
    return " ".join(words.replace("\u00ad", "").split())
