"""The De-minimis list: who is on it, what the register was told, and whom it reminds."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from labspace.bookings.actions import cancel_booking
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.place import place_booking
from labspace.bookings.aid.actions import register, remind_of_register
from labspace.bookings.aid.models import AidRegisteredUse
from labspace.bookings.aid.queries import uses_since
from labspace.bookings.wishes import Details, Wish
from labspace.notices.models import OutboxRow
from labspace.times import TimeSpan
from tests.factories import book, on_day

DAY = date(2026, 11, 25)


@pytest.fixture
def subsidised(session, cast, now):
    """A booking of Alice for Acme at 40 instead of 100 euros."""

    def make(space=None, *, by=None, market: int = 10_000, price: int = 4_000, day: date = DAY):
        details = Details(organisation_id=None if by else cast.acme.id)
        booking = book(
            session,
            space or cast.desk,
            by or cast.alice,
            on_day(day, 9, 11, house=cast.house),
            now=now,
            details=details,
        )
        booking.market_cents, booking.price_cents = market, price
        session.commit()
        return booking

    return make


def let(session, cast, now, *, by):
    """A pop-up slot let to a person without an organisation."""
    first = date(2027, 1, 18)
    span = TimeSpan.of_days(first, first + timedelta(days=13), zone=cast.house.zone)
    door = StaffDoor(entered_by=cast.nora, reason="vereinbart")
    booking = place_booking(
        session, Wish(span=span, space_ids=(cast.popup.id,)), booked_by=by, now=now, door=door
    )
    booking.market_cents, booking.price_cents = 50_000, 10_000
    session.commit()
    return booking


def listed(session) -> list[tuple[str, int]]:
    return [(use.beneficiary, use.advantage_cents) for use in uses_since(session, date(2020, 1, 1))]


def test_organisations_and_founders_are_listed_and_nobody_else(session, cast, now, subsidised) -> None:
    subsidised()
    subsidised(cast.second_desk, by=cast.charlie)
    subsidised(cast.room, market=4_000)
    let(session, cast, now, by=cast.charlie)
    gone = subsidised(cast.table)
    cancel_booking(session, gone.id, by=cast.alice, now=now)
    session.commit()
    assert sorted(listed(session)) == [(f"o{cast.acme.id}", 6_000), (f"p{cast.charlie.id}", 40_000)]


def test_the_page_tells_sum_and_due_day_and_notes_the_register(session, cast, visit, subsidised) -> None:
    subsidised()
    nora = visit(cast.nora)
    words = nora.get("/team/beihilfen").words()
    assert "Acme" in words
    assert "60,00" in words
    assert "bis 21.12.2026" in words
    assert "Kein Rechtsrat." in words
    url = f"/team/beihilfen/o{cast.acme.id}"
    nora.post(url, {"tag": "24.12.2026"}, expect=422)
    nora.post(url, {"tag": "nie"}, expect=422)
    nora.post(url, {"tag": "23.11.2026", "nummer": "R-7"})
    nora.post(url, {"tag": "23.11.2026"}, expect=409)
    assert "am 23.11.2026" in nora.get(url).words()
    assert session.scalars(select(AidRegisteredUse.advantage_cents)).all() == [6_000]
    assert nora.get(url + "/bescheinigung.pdf").data.startswith(b"%PDF-")
    for stranger in ("o999", "x1", "o-1", "p" + "9" * 30):
        nora.get(f"/team/beihilfen/{stranger}", expect=404)
    visit(cast.alice).get(url, expect=403)


def test_a_later_use_is_open_again(session, cast, now, subsidised) -> None:
    subsidised()
    key = f"o{cast.acme.id}"
    assert register(session, key, registered_on=DAY, reference="", by=cast.nora, now=now) == 1
    session.commit()
    subsidised(cast.second_desk)
    assert register(session, key, registered_on=DAY, reference="", by=cast.nora, now=now) == 1


def test_table_files_hold_one_line_for_each_use(session, cast, visit, subsidised) -> None:
    subsidised()
    cast.acme.name = "=Acme"
    session.commit()
    nora = visit(cast.nora)
    excel = nora.get("/team/beihilfen/tabelle?form=excel").data.decode()
    assert excel.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(excel[1:]), delimiter=";"))
    assert rows[1][0] == "'=Acme"
    assert rows[1][7:10] == ["100,00", "40,00", "60,00"]
    machine = nora.get("/team/beihilfen/tabelle?form=maschine").data.decode()
    (line,) = csv.DictReader(io.StringIO(machine))
    assert (line["advantage_cents"], line["granted_on"]) == ("6000", "2026-11-23")
    nora.get("/team/beihilfen/tabelle?form=pdf", expect=404)


def test_the_team_is_reminded_once_a_week_and_catches_up(session, cast, now, subsidised) -> None:
    subsidised()

    def mails() -> int:
        about = OutboxRow.subject.startswith("De-minimis-Register")
        return session.scalar(select(func.count()).where(about)) or 0

    def at(moment: datetime) -> int:
        remind_of_register(session, now=moment)
        session.commit()
        return mails()

    assert at(now) == 0
    soon = datetime(2026, 12, 15, 9, tzinfo=now.tzinfo)
    assert at(soon) == 1
    assert at(soon + timedelta(hours=1)) == 1
    assert at(soon + timedelta(days=21)) == 2
    register(session, f"o{cast.acme.id}", registered_on=DAY, reference="", by=cast.nora, now=now)
    session.commit()
    assert at(soon + timedelta(days=28)) == 2
