"""A booking keeps what it was quoted, and its pages and mails say so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import create_engine, select, text, update
from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType
from labspace.accounts.tariff_groups import TariffGroup
from labspace.bookings.actions import (
    move_booking,
    place_booking,
)
from labspace.bookings.models import Booking
from labspace.bookings.prices.kept import kept_quote
from labspace.bookings.prices.models import TariffRow
from labspace.bookings.wishes import Details, Wish
from labspace.notices.models import OutboxRow
from labspace.spaces.kinds import SpaceKind
from tests.factories import LONG_AGO, Cast, book, make_organisation, on_day
from tests.support.statements import counted

TUESDAY = date(2026, 11, 24)


def put_tariff(session: Session, cast: Cast, **more: Any) -> TariffRow:
    values = {"kind": SpaceKind.DESK, "valid_from": LONG_AGO, "tax_code": "standard", "tax_permille": 190}
    row = TariffRow(location_id=cast.house.id, **{**values, **more})
    session.add(row)
    cast.house.tariff_revision += 1
    session.commit()
    return row


@pytest.fixture
def tariffs(session: Session, cast: Cast) -> None:
    """Desks cost 4 € an hour and 20 € a day; startups such as Acme pay 1 € an hour."""
    put_tariff(session, cast, hour_cents=400, day_cents=2000)
    put_tariff(session, cast, hour_cents=100, group=TariffGroup.STARTUP)


def prices(booking: Booking) -> tuple[TariffGroup | None, int | None, int | None]:
    return booking.tariff_group, booking.price_cents, booking.market_cents


@pytest.mark.usefixtures("tariffs")
def test_the_price_of_the_day_is_kept_whatever_tariffs_become(
    session: Session, cast: Cast, now: datetime
) -> None:
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    for_acme = Details(organisation_id=cast.acme.id)
    startup = book(session, cast.desk, cast.alice, span, now=now, details=for_acme)
    private = book(session, cast.second_desk, cast.charlie, span, now=now)
    session.execute(update(TariffRow).values(hour_cents=9900))
    cast.acme.partner_type = PartnerType.OTHER_COMPANY
    session.commit()
    assert prices(startup) == (TariffGroup.STARTUP, 300, 1200)
    assert prices(private) == (TariffGroup.NON_MEMBER, 1200, 1200)
    kept = kept_quote(startup)
    assert kept is not None
    assert (kept.price_cents, kept.advantage_cents) == (300, 900)
    assert [(line.space, line.part.quantity) for line in kept.lines] == [("bochum-desk-01", 180)]


@pytest.mark.usefixtures("tariffs")
def test_a_move_asks_for_the_price_again_and_history_tells(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    span, for_acme = on_day(TUESDAY, 9, 12, house=cast.house), Details(organisation_id=cast.acme.id)
    booking = book(session, cast.desk, cast.alice, span, now=now, details=for_acme)
    cast.acme.partner_type = PartnerType.OTHER_COMPANY
    wish = Wish(span=on_day(TUESDAY, 9, 17, house=cast.house), space_ids=(cast.desk.id,))
    move_booking(session, booking.id, wish, by=cast.alice, now=now)
    session.commit()
    assert prices(booking) == (TariffGroup.STARTUP, 800, 2000)
    words = visit(cast.alice).get(f"/buchungen/{booking.reference}").words()
    assert "Preis von 3,00 € auf 8,00 € geändert" in words.replace("\u00a0", " ")


def test_without_tariffs_nothing_is_asked_again_and_nothing_is_said(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    book(session, cast.second_desk, cast.alice, span, now=now)
    with counted(session) as seen:
        booking = book(session, cast.desk, cast.alice, span, now=now)
    assert not [statement for statement in seen if "FROM tariff" in statement]
    assert (booking.price_cents, booking.price_breakdown) == (None, None)
    assert "Preis" not in visit(cast.alice).get(f"/buchungen/{booking.reference}").words()


def test_tariffs_cost_one_statement_until_they_change_however_many_there_are(
    session: Session, cast: Cast, now: datetime
) -> None:
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    with counted(session) as bare:
        book(session, cast.desk, cast.alice, span, now=now)
    for group in TariffGroup:
        put_tariff(session, cast, hour_cents=100, group=group)
    assert cast.house.tariff_revision
    with counted(session) as priced:
        book(session, cast.second_desk, cast.alice, span, now=now)
    with counted(session) as again:
        book(session, cast.room, cast.alice, span, now=now)
    assert [len([text for text in seen if "FROM tariff" in text]) for seen in (priced, again)] == [1, 0]
    # The house was committed meanwhile and is read again, as the people are.
    assert len(priced) <= len(bare) + 1


def test_a_change_by_another_process_counts_at_once(
    session: Session, cast: Cast, database_url: str, now: datetime
) -> None:
    put_tariff(session, cast, hour_cents=400)
    first = book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 10, house=cast.house), now=now)
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE tariff SET hour_cents = 500"))
    engine.dispose()
    second = book(session, cast.desk, cast.alice, on_day(TUESDAY, 10, 11, house=cast.house), now=now)
    assert (first.price_cents, second.price_cents) == (400, 500)


@pytest.mark.usefixtures("tariffs")
def test_the_form_says_the_price_and_checks_without_booking(visit, session: Session, cast: Cast) -> None:
    alice = visit(cast.alice)
    address = "/buchungen/neu?flaeche=bochum-desk-01&tag=2026-11-24&von=09:00&bis=11:00"
    words = alice.get(address).words().replace("\u00a0", " ")
    assert "2,00 € Tarif: Startup Listenpreis 8,00 €, Ihr Vorteil 6,00 €" in words
    assert "keine Rechnung im Sinne des § 14 UStG" in words
    form = {
        "flaeche": "bochum-desk-01",
        "tag": "24.11.2026",
        "von": "9",
        "bis": "12",
        "personen": "1",
        "fuer": "",
        "theme": "",
        "once": "x",
    }
    checked = alice.post("/buchungen", {**form, "pruefen": "1"}, expect=200)
    words = checked.words().replace("\u00a0", " ")
    assert "12,00 € Tarif: Nichtmitglied" in words
    assert "3 Stunden zu 4,00 € je Stunde" in words
    assert "darin Umsatzsteuer 19 %1,92 €" in words
    assert session.scalars(select(Booking)).all() == []
    late = alice.post("/buchungen", {**form, "von": "19", "bis": "20", "pruefen": "1"}, expect=200)
    assert "geschlossen" in late.words()
    english = visit(cast.alice, language="en").get(address)
    assert "List price €8.00, you save €6.00" in english.words()
    assert "not an invoice" in english.words()


@pytest.mark.usefixtures("tariffs")
def test_a_foreign_organisation_gives_no_cheaper_price(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    other = make_organisation(session, "Fremd", cast.charlie, now=now)
    session.commit()
    address = "/buchungen/neu?flaeche=bochum-desk-01&tag=2026-11-24&von=09:00&bis=11:00"
    words = visit(cast.alice).get(f"{address}&fuer={other.id}").words()
    assert "Tarif: Startup" not in words


@pytest.mark.usefixtures("tariffs")
def test_mail_and_page_say_the_price_and_that_it_is_no_invoice(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    booking = book(session, cast.desk, cast.alice, span, now=now)
    mail = session.scalars(select(OutboxRow)).one()
    for told in (mail.plain, mail.html, visit(cast.alice).get(f"/buchungen/{booking.reference}").words()):
        plain = told.replace("\u00a0", " ")
        assert "12,00 €" in plain
        assert "keine Rechnung im Sinne des § 14 UStG" in plain
    change = f"/buchungen/{booking.reference}/aenderung"
    assert "Preis danach 12,00 €" in visit(cast.alice).get(change).words().replace("\u00a0", " ")


@pytest.mark.usefixtures("tariffs")
def test_what_is_free_says_so_and_speaks_of_no_invoice_in_the_mail(
    session: Session, cast: Cast, now: datetime
) -> None:
    session.execute(update(TariffRow).values(hour_cents=0))
    session.commit()
    book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    mail = session.scalars(select(OutboxRow)).one()
    assert "kostenfrei" in mail.plain
    assert "UStG" not in mail.plain


def test_pools_and_several_spaces_are_priced_together(session: Session, cast: Cast, now: datetime) -> None:
    put_tariff(session, cast, hour_cents=400)
    put_tariff(session, cast, kind=None, space_id=cast.second_desk.id, hour_cents=600, includes_tax=False)
    span = on_day(TUESDAY, 9, 10, house=cast.house)
    wish = Wish(span=span, space_ids=(cast.desk.id, cast.second_desk.id))
    both = place_booking(session, wish, booked_by=cast.alice, now=now)
    session.commit()
    assert both.price_cents == 400 + 714
    pool = Wish(
        span=on_day(TUESDAY, 12, 13, house=cast.house),
        pool_location_id=cast.house.id,
        pool_kind=SpaceKind.DESK,
    )
    assert place_booking(session, pool, booked_by=cast.alice, now=now).price_cents == 400
    session.commit()
