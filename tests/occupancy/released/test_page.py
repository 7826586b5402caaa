"""The public page of a house's figures: what it says, what it hides, its files, and bad addresses."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy.orm import Session

from labspace.bookings.states import BookingState
from labspace.locations.models import Location
from labspace.occupancy.months import Month
from labspace.occupancy.released import jobs
from labspace.occupancy.released.actions import release_month
from labspace.occupancy.released.jobs import due_months, release_months
from labspace.occupancy.released.queries import find_released, released_months
from labspace.occupancy.released.shown import page_of
from labspace.spaces.houses import find_house
from labspace.spaces.kinds import SpaceKind
from tests.factories import on_day
from tests.occupancy.conftest import MONDAY, Example
from tests.occupancy.released.town import build, use
from tests.occupancy.test_pages import table_of
from tests.support.statements import counted

NOVEMBER = Month(2026, 11)
SETTLED = datetime(2026, 12, 9, 9, tzinfo=UTC)
PAGE = "/standorte/herne/zahlen"


@pytest.fixture
def released(session: Session, example: Example) -> Example:
    assert release_month(session, example.house, NOVEMBER, now=SETTLED)
    session.commit()
    return example


def test_the_worked_example_is_public_to_the_digit(visit, released: Example) -> None:
    page = visit().get(PAGE)
    rows = table_of(page, "Stunden und Auslastung nach Art der Fläche")
    assert rows["Gesamt"][:6] == ["27,0", "14,0", "8,0", "51,9 %", "29,6 %", "8,0"]
    assert rows["Gesamt"][6:] == ["3,0", "0,0"]
    assert "66,7 %" in page.words()
    assert "Demonstration – frei erfunden" in page.words()


def test_what_one_person_did_is_hidden_and_said_why(visit, released: Example) -> None:
    page = visit().get(PAGE)
    visits = table_of(page, "Besuche nach Art der Fläche")
    assert visits["Arbeitsplätze"] == ["•", "•", "•", "•"]
    assert visits["Gesamt"][:2] == ["•", "•"]
    assert "weniger als 5 Personen oder weniger als 3 Organisationen" in page.words()


def test_the_files_say_what_the_page_says(visit, released: Example) -> None:
    table = visit().get(f"{PAGE}/datei?monat=2026-11&form=maschine").data.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    by_name = {(row["split"], row["key"], row["indicator"], row["part"]): row for row in rows}
    rate = by_name["kind", "all", "K04", "main"]
    assert (rate["value"], rate["numerator"], rate["denominator"]) == ("51.851852", "14", "27")
    hidden = by_name["kind", "desk", "K14", "main"]
    assert (hidden["value"], hidden["numerator"], hidden["status"]) == ("", "", "suppressed")
    assert {row["note"] for row in rows} == {"Demonstration – frei erfunden"}
    said = json.loads(visit().get(f"{PAGE}/datei?form=json").data)
    assert said["month"] == "2026-11"
    assert [one["value"] for one in said["figures"] if one["indicator"] == "K10"][-2:] == [8, 4]
    assert all(one["value"] is None for one in said["figures"] if one["status"] == "suppressed")
    excel = visit().get(f"{PAGE}/datei?form=excel").data.decode("utf-8-sig")
    assert "Art der Fläche;Gesamt;K04;Buchungsauslastung;;51,9;%;;" in excel
    assert "Art der Fläche;Gesamt;K14;Besuche;;•;Besuche" in excel


def test_the_page_is_in_english_too(visit, released: Example) -> None:
    words = visit(language="en").get(PAGE).words()
    assert "Figures: Stadtlabor Herne, November 2026" in words
    assert "51.9%" in words


def test_before_anything_is_published_the_page_says_when(visit, example: Example) -> None:
    assert "Noch nichts veröffentlicht" in visit().get(PAGE).words()
    visit().get(f"{PAGE}/datei", expect=404)


@pytest.mark.parametrize("month", ["2026-10", "2026-13", "gestern", "9999999999-01", ""])
def test_another_month_is_refused_kindly(visit, released: Example, month: str) -> None:
    for path in (PAGE, f"{PAGE}/datei"):
        words = visit().get(f"{path}?monat={month}", expect=422).words()
        assert "Für diesen Monat ist nichts veröffentlicht." in words


def test_other_houses_and_forms_are_not_found(visit, released: Example) -> None:
    visit().get("/standorte/nirgends/zahlen", expect=404)
    visit().get("/standorte/nirgends/zahlen/datei", expect=404)
    visit().get(f"{PAGE}/datei?form=xls", expect=404)


def test_the_house_page_leads_here(visit, released: Example) -> None:
    assert PAGE in {link.get("href") for link in visit().get("/standorte/herne").all("a")}


def test_a_reader_who_has_it_is_spared(visit, released: Example) -> None:
    """Until anything in it changes, and only strangers: a page with a name on it is not kept."""
    etag = visit().get(PAGE).headers["ETag"]
    visit().get(PAGE, headers={"If-None-Match": etag}, expect=304)
    assert visit(language="en").get(PAGE).headers["ETag"] != etag
    mine = visit(released.nora).get(PAGE, headers={"If-None-Match": etag})
    assert "ETag" not in mine.headers
    assert mine.headers["Cache-Control"] == "private, no-store"


def test_the_page_takes_few_statements_and_no_more_with_more_months(
    visit, session: Session, released: Example
) -> None:
    visit().get(PAGE)
    with counted(session) as one:
        visit().get(PAGE)
    for month in (NOVEMBER.previous, NOVEMBER.moved(-2)):
        release_month(session, released.house, month, now=SETTLED)
    session.commit()
    with counted(session) as three:
        visit().get(PAGE)
    assert len(three) == len(one) <= 8


# --- when it is published ------------------------------------------------------------------------


def test_a_month_is_published_once_it_is_settled(session: Session, example: Example) -> None:
    early = datetime(2026, 12, 8, 22, tzinfo=UTC)
    assert list(due_months(session, now=early)) == []
    assert list(due_months(session, now=SETTLED)) == [(example.house.id, NOVEMBER)]
    assert len(list(release_months(session, SETTLED))) == 1
    assert released_months(session, example.house.id) == [NOVEMBER]
    assert list(due_months(session, now=SETTLED)) == []


def test_months_come_one_by_one_and_each_is_counted_by_one_process(
    session: Session, example: Example, put, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that no mail waits for years of figures, and two servers share the work."""
    october = NOVEMBER.previous
    put(example.d2, on_day(october.first, 13, 16, house=example.house), BookingState.USED, example.booker)
    counted_months: list[Month] = []

    def count(session: Session, house: Location, month: Month, *, now: datetime) -> bool:
        counted_months.append(month)
        return release_month(session, house, month, now=now)

    monkeypatch.setattr(jobs, "release_month", count)
    one, other = release_months(session, SETTLED), release_months(session, SETTLED)
    next(one)
    assert counted_months == [NOVEMBER]
    next(other)
    assert [*one, *other] == []
    assert counted_months == [NOVEMBER, october]


def test_a_correction_is_a_new_version_and_nothing_new_is_none(
    session: Session, example: Example, put
) -> None:
    house = example.house
    assert release_month(session, house, NOVEMBER, now=SETTLED)
    session.commit()
    assert not release_month(session, house, NOVEMBER, now=SETTLED)
    session.commit()
    put(example.d2, on_day(MONDAY, 13, 16, house=house), BookingState.USED, example.booker)
    assert release_month(session, house, NOVEMBER, now=SETTLED)
    session.commit()
    found = find_released(session, house.id, NOVEMBER)
    assert found is not None
    assert found.version == 2
    rows = {tuple(row[:4]): row[4:] for row in found.lines}
    assert rows["kind", "*", "K03", "main"] == ["11"]


def test_how_well_the_visits_are_known_stands_beside_them(
    visit, session: Session, put, now: datetime
) -> None:
    """Nine people in a room, as each booker said: data grade C, and known for all of them."""
    dice = Random(1)
    town = build(session, dice)
    for number, (user, body) in enumerate(town.people[1:10]):
        day = NOVEMBER.first.replace(day=number + 2)
        use(town, put, town.houses[0], SpaceKind.MEETING_ROOM, day, user, body, dice)
    assert release_month(session, town.houses[0], NOVEMBER, now=SETTLED)
    session.commit()
    page = visit().get(PAGE)
    assert (
        "100,0 % der Besuche sind vom Veranstalter gemeldet oder geschätzt (Datengüte C und D)"
        in page.words()
    )
    text = visit().get(f"{PAGE}/datei?form=maschine").data.decode()
    (whole,) = [
        row for row in csv.DictReader(io.StringIO(text)) if (row["key"], row["indicator"]) == ("all", "K14")
    ]
    assert (whole["share_c_d"], whole["estimated"]) == ("1", "yes")


def test_first_uses_are_said_to_be_censored_in_the_first_twelve_months_and_no_longer(
    session: Session, visit, released: Example
) -> None:
    assert "Linkszensiert: In den ersten zwölf Monaten" in visit().get(PAGE).words()
    found = find_released(session, released.house.id, NOVEMBER)
    house = find_house(session, "herne")
    assert found is not None
    assert house is not None
    assert page_of(house, found, [found], since=NOVEMBER.moved(-12)).censored
    assert not page_of(house, found, [found], since=NOVEMBER.moved(-13)).censored
