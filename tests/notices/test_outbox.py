"""Mails are rows of the transaction that makes them true."""

from __future__ import annotations

from sqlalchemy import func, select

from labspace.db import begin_write
from labspace.notices.models import DeliveryState, OutboxRow
from labspace.notices.outbox import enqueue_mail


def write(session, now, **more):
    begin_write(session)
    values = {
        "topic": "user:1",
        "recipient": "alice@example.org",
        "subject": "Hallo",
        "plain": "Text",
        **more,
    }
    enqueue_mail(session, now=now, **values)
    return session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()).limit(1)).one()


def test_a_mail_waits_from_the_commit_on(session, now):
    row = write(session, now)
    session.commit()
    assert (row.state, row.run_at, row.attempts) == (DeliveryState.NEW, now, 0)
    assert row.message_id.startswith("<")


def test_a_mail_of_an_undone_change_does_not_exist(session, now):
    write(session, now)
    session.rollback()
    assert session.scalar(select(func.count(OutboxRow.id))) == 0


def test_every_mail_has_a_message_id_of_its_own(session, now):
    assert write(session, now).message_id != write(session, now).message_id


def test_a_title_cannot_write_headers(session, now):
    assert write(session, now, subject="Anna\r\nBcc: all@example.org").subject == "Anna Bcc: all@example.org"


def test_an_endless_subject_is_cut(session, now):
    assert len(write(session, now, subject="ä" * 1000).subject) == 300
