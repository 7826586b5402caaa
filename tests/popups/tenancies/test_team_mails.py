"""The team is written to when nobody answered an offer in time; and only then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from labspace.accounts.models import StaffRole
from labspace.bookings.actions.holds import settle_all_holds
from labspace.notices.models import OutboxRow
from labspace.popups.tenancies.actions.offers import decline_offer
from tests.factories import make_user

LAPSED = "Angebot ohne Antwort verfallen: Zechenkaffee"


@pytest.fixture
def engine_name() -> str:
    """A mail is a row like any other on both engines."""
    return "sqlite"


def mails(session) -> list[tuple[str, str]]:
    rows = session.execute(select(OutboxRow.recipient, OutboxRow.subject).order_by(OutboxRow.id))
    return [(recipient, subject) for recipient, subject in rows if recipient != "alice@example.org"]


def test_each_of_the_team_hears_once_in_their_language_that_an_offer_lapsed(
    session, cast, now, offer
) -> None:
    olga, gone = (make_user(session, name, now=now) for name in ("Olga", "Gustav"))
    olga.locale, gone.disabled_at = "en", now
    session.add_all(StaffRole(user_id=user.id, location_id=cast.house.id) for user in (olga, gone))
    session.commit()
    made = offer()
    before = mails(session)
    for _minute in range(2):
        settle_all_holds(session, now=made.until)
        session.commit()
    told = mails(session)[len(before) :]
    assert told == [
        ("nora@example.org", LAPSED),
        ("olga@example.org", "Offer lapsed without an answer: Zechenkaffee"),
    ]
    letter = session.scalars(select(OutboxRow).where(OutboxRow.subject == LAPSED)).one()
    assert "steht auf der Reserveliste" in letter.plain
    assert f"/team/bochum/pop-up/bewerbungen/{made.application_id}" in letter.plain
    assert "KW 3/2027, 4 Wochen" in letter.plain


def test_the_team_gets_no_mail_where_somebody_answered(session, cast, now, offer) -> None:
    made = offer()
    before = mails(session)
    decline_offer(session, made.id, by=cast.alice, now=now + timedelta(hours=1))
    session.commit()
    assert mails(session) == before
