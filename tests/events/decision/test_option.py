"""Where the team decides it sees the clock of an option, who asked and who shares it, and sets it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import settle_all_options
from labspace.bookings.models import Booking
from labspace.bookings.options.actions import challenge_first, commit_option, invite_partner, join_option
from labspace.bookings.options.models import OptionChallenge
from labspace.notices.models import OutboxRow
from tests.events.conftest import request_values
from tests.factories import Cast
from tests.support.statements import counted
from tests.support.visit import Visitor

DAY, LATER = timedelta(days=1), date(2027, 1, 12)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TYPED = {"tag": "10.12.2026", "uhrzeit": "12:00"}
Ask = Callable[..., Booking]


@pytest.fixture
def nora(cast: Cast, visit: Callable[..., Visitor]) -> Visitor:
    return visit(cast.nora)


def url(booking: Booking, step: str = "") -> str:
    return f"/team/bochum/anfragen/{booking.reference}{step}"


def seen(booking: Booking, **typed: str) -> dict[str, str]:
    return {"version": str(booking.version), **typed}


def test_the_page_says_until_when_and_what_then(cast: Cast, nora: Visitor, ask: Ask, now: datetime) -> None:
    first, second = ask(10, 12, day=LATER), ask(11, 13, day=LATER, by=cast.charlie)
    words = nora.get(url(first)).words()
    assert "Frist läuft Ohne Antwort endet die Option dann von selbst." in words
    assert "Mo, 07.12.2026, 09:00 Uhr, noch 14 Tage" in words
    waits = nora.get(url(second))
    assert "Wer wartet, hat keine Frist." in waits.words()
    assert "entscheidungsbitte" not in waits.text
    assert "/frist" not in waits.text


def test_a_house_with_periods_of_its_own_says_and_keeps_them(
    session: Session,
    cast: Cast,
    nora: Visitor,
    visit: Callable[..., Visitor],
    terms: Callable[..., None],
    now: datetime,
) -> None:
    terms(option_days=5, challenge_hours=72)
    alice, charlie, form = visit(cast.alice), visit(cast.charlie), "/veranstaltungen/anfrage"
    assert "Die erste Option hält die Fläche 5 Tage frei" in alice.get(f"{form}?standort=bochum").words()
    for visitor, who in ((alice, str(cast.acme.id)), (charlie, "")):
        visitor.post(form, request_values(cast, tag=f"{LATER:%d.%m.%Y}", fuer=who))
    first, second = session.scalars(select(Booking).order_by(Booking.option_rank))
    assert "bis Sa, 28.11.2026, 09:00 Uhr" in alice.get(f"/buchungen/{first.reference}").words()
    assert "Sa, 28.11.2026, 09:00 Uhr, noch 5 Tage" in nora.get(url(first)).words()
    with time_machine.travel(now + DAY, tick=False):
        charlie.post(f"/buchungen/{second.reference}/entscheidungsbitte")
        assert "Antwort bis Fr, 27.11.2026, 09:00 Uhr" in nora.get(url(first)).words()
        assert "Fr, 27.11.2026, 09:00 Uhr" in alice.get(f"/buchungen/{first.reference}").words()
    for late, standing in ((-MINUTE, "Option auf Rang 2"), (MINUTE, "Option auf Rang 1")):
        with time_machine.travel(now + DAY + 72 * HOUR + late, tick=False):
            settle_all_options(session, now=now + DAY + 72 * HOUR + late)
            session.commit()
            assert standing in charlie.get(f"/buchungen/{second.reference}").words()


def test_it_names_who_asked_for_a_decision_and_what_came_of_it(
    session: Session, cast: Cast, nora: Visitor, ask: Ask, now: datetime
) -> None:
    first, second = ask(10, 12, day=LATER), ask(11, 13, day=LATER, by=cast.charlie)
    with time_machine.travel(now + 2 * DAY, tick=False):
        challenge_first(session, second.id, by=cast.charlie, now=now + 2 * DAY)
        session.commit()
        words = nora.get(url(first)).words()
        assert "um Antwort gebeten" in words
        assert "Charlie, als Nächstes an der Reihe, bat um eine Entscheidung. Antwort bis" in words
        assert "entscheidungsbitte" not in nora.get(url(first)).text
        commit_option(session, first.id, by=cast.alice, now=now + 2 * DAY)
        session.commit()
        words = nora.get(url(first)).words()
        assert "Daraufhin wurde verbindlich angefragt." in words
        assert "Verbindlich angefragt: Die Frist ruht, bis Sie entscheiden." in words


def test_it_names_who_shares_the_option_and_who_is_invited(
    session: Session, cast: Cast, nora: Visitor, ask: Ask, now: datetime
) -> None:
    first = ask(10, 12, day=LATER)
    partner = invite_partner(session, first.id, email=cast.charlie.email, by=cast.alice, now=now)
    invite_partner(session, first.id, email="dora@example.org", by=cast.alice, now=now)
    join_option(session, partner.id, by=cast.charlie, now=now)
    session.commit()
    words = nora.get(url(first)).words()
    assert "Gemeinsam mitCharlie" in words
    assert "Eingeladendora@example.org" in words


def test_the_team_asks_for_a_decision_with_a_reason_only_it_reads(
    session: Session, cast: Cast, nora: Visitor, ask: Ask
) -> None:
    first = ask(10, 12, day=LATER)
    nora.post(url(first, "/entscheidungsbitte"), seen(first), expect=422)
    nora.post(
        url(first, "/entscheidungsbitte"), seen(first, grund_der_bitte="Eine Schule fragt an"), expect=303
    )
    session.expire_all()
    words = nora.get(url(first)).words()
    assert "Nora vom Team bat um eine Entscheidung. Grund: Eine Schule fragt an. Antwort bis" in words
    letter = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first()
    assert letter is not None
    assert "das Team des Hauses bittet Sie" in letter.plain
    assert "Schule" not in letter.plain
    again = nora.post(
        url(first, "/entscheidungsbitte"), seen(first, grund_der_bitte="Noch einmal"), expect=422
    )
    assert len(session.scalars(select(OptionChallenge)).all()) == 1
    assert "um Antwort gebeten" in again.words()


def test_the_team_sets_a_later_deadline_with_a_reason(
    session: Session, cast: Cast, nora: Visitor, ask: Ask
) -> None:
    first = ask(10, 12, day=LATER)
    page = url(first, "/frist")
    assert "Bitte einen Grund angeben" in nora.post(page, seen(first, **TYPED), expect=422).words()
    earlier = seen(first, tag="24.11.2026", uhrzeit="12:00", grund_der_frist="Urlaub")
    refused = nora.post(page, earlier, expect=422)
    assert "Die neue Frist muss nach der bisherigen liegen (Mo, 07.12.2026, 09:00 Uhr)." in refused.words()
    assert 'value="24.11.2026"' in refused.text
    nora.post(page, seen(first, **TYPED, grund_der_frist="Urlaub"), expect=303)
    assert "Do, 10.12.2026, 12:00 Uhr" in nora.get(url(first)).words()
    subjects = session.scalars(select(OutboxRow.subject).where(OutboxRow.recipient == cast.alice.email))
    assert any(subject.startswith("Frist verlängert") for subject in subjects)


def test_who_saw_something_older_is_told(
    session: Session, cast: Cast, nora: Visitor, ask: Ask, now: datetime
) -> None:
    first = ask(10, 12, day=LATER)
    old = seen(first, grund_der_bitte="Eine Schule fragt an")
    commit_option(session, first.id, by=cast.alice, now=now)
    session.commit()
    nora.post(url(first, "/entscheidungsbitte"), old, expect=409)
    nora.post(url(first, "/frist"), {**old, **TYPED, "grund_der_frist": "Urlaub"}, expect=409)


def test_the_clock_costs_three_statements_however_often_somebody_asked(
    session: Session, cast: Cast, nora: Visitor, ask: Ask
) -> None:
    first = ask(10, 12, day=LATER)
    counts = []
    for number in range(2):
        nora.get(url(first))
        with counted(session) as statements:
            nora.get(url(first))
        counts.append(len(statements))
        if number == 0:
            nora.post(url(first, "/entscheidungsbitte"), seen(first, grund_der_bitte="Eile"), expect=303)
    assert counts[0] == counts[1]
