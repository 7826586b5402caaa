"""The monthly mail: to whom it was chosen for, once a month, also when a process was killed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from labspace.notices.models import OutboxRow
from labspace.reports import monthly
from labspace.reports.actions import choose_readers
from labspace.reports.models import MonthlyMail, MonthlyReader
from labspace.reports.monthly import send_monthly

DUE = datetime(2026, 12, 8, 6, tzinfo=UTC)
"""The eighth at seven in Bochum."""


@pytest.fixture
def chosen(session, cast, now) -> None:
    choose_readers(session, cast.house.id, [cast.nora.id], by=cast.nora, now=now)
    session.commit()


def mails(session) -> list[OutboxRow]:
    session.rollback()
    return list(
        session.scalars(select(OutboxRow).where(OutboxRow.topic.like("monthly:%")).order_by(OutboxRow.id))
    )


def test_it_is_written_once_when_the_month_is_settled(session, cast, chosen) -> None:
    assert send_monthly(session, DUE - timedelta(minutes=1)) == 0
    assert send_monthly(session, DUE) == 1
    for minute in range(3):
        assert send_monthly(session, DUE + timedelta(minutes=minute)) == 0
    (mail,) = mails(session)
    assert (mail.recipient, mail.subject) == (cast.nora.email, "Zahlen der Häuser im November 2026")
    for word in ("Aktivierte Stunden", "Buchungsauslastung", "/auslastung?monat=2026-11"):
        assert word in mail.plain
    assert send_monthly(session, DUE + timedelta(days=31)) == 1


def test_a_process_killed_while_it_writes_leaves_nothing_or_all(session, cast, chosen, monkeypatch) -> None:
    def die(*args: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(monthly, "enqueue_mail", die)
    with pytest.raises(KeyboardInterrupt):
        send_monthly(session, DUE)
    session.rollback()
    assert not session.scalars(select(MonthlyMail)).all()
    monkeypatch.undo()
    assert send_monthly(session, DUE) == 1
    assert len(mails(session)) == 1


def test_whoever_is_chosen_later_or_left_the_team_gets_none(session, cast, chosen) -> None:
    choose_readers(session, cast.house.id, [], by=cast.nora, now=DUE)
    choose_readers(session, cast.house.id, [cast.nora.id], by=cast.nora, now=DUE + timedelta(hours=1))
    session.commit()
    assert send_monthly(session, DUE + timedelta(hours=2)) == 0
    session.refresh(cast.nora)
    for role in list(cast.nora.staff_roles):
        session.delete(role)
    session.commit()
    assert send_monthly(session, DUE + timedelta(days=31)) == 0


def test_the_page_chooses_of_the_team_and_of_nobody_else(session, cast, visit) -> None:
    nora = visit(cast.nora)
    assert "Nora" in nora.get("/berichte/monatsmail").words()
    nora.post("/berichte/monatsmail", {"haus": "bochum", "person": str(cast.nora.id)})
    assert [(row.location_id, row.user_id) for row in session.scalars(select(MonthlyReader))] == [
        (cast.house.id, cast.nora.id)
    ]
    assert "checked" in nora.get("/berichte/monatsmail").text
    nora.post("/berichte/monatsmail", {"haus": "bochum", "person": str(cast.alice.id)})
    assert "nur an Personen aus dem Team" in nora.get("/berichte/monatsmail").words()
    nora.post("/berichte/monatsmail", {"haus": "witten", "person": str(cast.nora.id)}, expect=403)
    nora.post("/berichte/monatsmail", {"haus": "bochum"})
    session.expire_all()
    assert not session.scalars(select(MonthlyReader)).all()


def test_whoever_administers_all_houses_may_be_chosen_too(session, cast, now) -> None:
    choose_readers(session, cast.house.id, [cast.ada.id], by=cast.nora, now=now)
    choose_readers(session, cast.other_house.id, [cast.ada.id], by=cast.ada, now=now)
    session.commit()
    assert send_monthly(session, DUE) == 1
    (mail,) = mails(session)
    assert mail.recipient == cast.ada.email
    assert cast.house.name in mail.plain
    assert cast.other_house.name in mail.plain
