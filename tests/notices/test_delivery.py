"""Delivery: at least once, in order per topic, with pauses, on both engines."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.db import db
from labspace.notices.delivery import deliver_due
from labspace.notices.models import DeliveryState, OutboxRow
from labspace.notices.queue import LEASE, LONGEST_PAUSE, MOST_ATTEMPTS, note_failure, pause_after, take_next
from labspace.notices.senders import NotSent


class Fake:
    """Keeps what it is to send; refuses the subjects it is told to."""

    def __init__(self, *, refuses: dict[str, NotSent] | None = None) -> None:
        self.sent: list[str] = []
        self.refuses = refuses or {}

    def send(self, row: OutboxRow) -> None:
        if row.subject in self.refuses:
            raise self.refuses[row.subject]
        self.sent.append(row.subject)


def deliver(sender, at):
    return deliver_due(db.engine, sender, clock=lambda: at)


def rows(session):
    session.expire_all()
    return session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()


def test_what_waits_leaves_once(session, enqueue, now):
    enqueue("eins")
    enqueue("zwei", topic="user:2")
    sender = Fake()
    assert deliver(sender, now) == 2
    assert deliver(sender, now) == 0
    assert sender.sent == ["eins", "zwei"]
    assert [(row.state, row.delivered_at) for row in rows(session)] == [(DeliveryState.DONE, now)] * 2


def test_a_topic_waits_for_its_oldest_mail_and_others_do_not(session, enqueue, now):
    enqueue("gebucht", topic="booking:1")
    enqueue("verschoben", topic="booking:1")
    enqueue("anderes", topic="booking:2")
    sender = Fake(refuses={"gebucht": NotSent("smtp: 451")})
    deliver(sender, now)
    assert sender.sent == ["anderes"]
    sender.refuses.clear()
    deliver(sender, now + timedelta(minutes=1))
    assert sender.sent == ["anderes", "gebucht", "verschoben"]


def test_pauses_double_until_they_stay(session, enqueue, now):
    enqueue()
    sender = Fake(refuses={"Hallo": NotSent("smtp: 451")})
    deliver(sender, now)
    (row,) = rows(session)
    assert (row.state, row.attempts, row.run_at) == (DeliveryState.NEW, 1, now + timedelta(seconds=30))
    assert [pause_after(n) // timedelta(seconds=30) for n in (1, 2, 3)] == [1, 2, 4]
    assert pause_after(50) == LONGEST_PAUSE


def test_it_is_given_up_in_the_end_and_the_topic_goes_on(session, enqueue, now, caplog):
    enqueue("nie")
    enqueue("danach")
    sender = Fake(refuses={"nie": NotSent("smtp: 451 for the recipient")})
    at = now
    for _ in range(MOST_ATTEMPTS):
        deliver(sender, at)
        at += LONGEST_PAUSE
    assert [row.state for row in rows(session)] == [DeliveryState.FAILED, DeliveryState.DONE]
    assert rows(session)[0].last_error == "smtp: 451 for the recipient"
    assert "given up after 14" in caplog.text
    assert "alice" not in caplog.text


def test_a_permanent_refusal_is_not_repeated(session, enqueue, now):
    enqueue()
    deliver(Fake(refuses={"Hallo": NotSent("smtp: 550", for_good=True)}), now)
    assert rows(session)[0].state is DeliveryState.FAILED


def test_a_row_that_is_no_mail_stops_nobody_else(session, enqueue, now, settings):
    from labspace.notices.senders import FolderSender

    enqueue("kaputt", topic="a:1", recipient="nobody at all")
    enqueue("gut", topic="a:2")
    assert deliver(FolderSender(settings.data_dir / "mail", settings.mail_from), now) == 1
    assert [row.state for row in rows(session)] == [DeliveryState.NEW, DeliveryState.DONE]


def test_a_row_whose_process_died_is_taken_up_after_its_lease(session, enqueue, now):
    enqueue()
    with Session(db.engine) as dying:
        assert take_next(dying, now=now) is not None
    sender = Fake()
    assert deliver(sender, now + LEASE - timedelta(seconds=1)) == 0
    assert deliver(sender, now + LEASE) == 1


def test_a_late_failure_does_not_undo_what_another_process_does(session, enqueue, now):
    enqueue()
    with Session(db.engine) as slow, Session(db.engine) as quick:
        mine = take_next(slow, now=now)
        theirs = take_next(quick, now=now + LEASE)
        assert mine is not None
        assert theirs is not None
        note_failure(slow, mine, why="smtp: timeout", for_good=True, now=now + LEASE)
    (row,) = rows(session)
    assert (row.state, row.attempts) == (DeliveryState.TAKEN, 2)


def test_nothing_is_sent_while_a_transaction_is_open(session, enqueue, now):
    enqueue()

    class Looking(Fake):
        def send(self, row: OutboxRow) -> None:
            with Session(db.engine) as other:
                take_next(other, now=now)
            if not self.sent:
                enqueue("während des Versands", topic="user:9")
            super().send(row)

    sender = Looking()
    assert deliver(sender, now) == 2
    assert sender.sent == ["Hallo", "während des Versands"]


@pytest.mark.parametrize("workers", [4])
def test_many_workers_never_send_a_row_twice_and_keep_each_topics_order(session, enqueue, now, workers):
    for number in range(24):
        enqueue(f"{number % 6}:{number // 6}", topic=f"booking:{number % 6}")
    sent: list[str] = []

    class Slow(Fake):
        def send(self, row: OutboxRow) -> None:
            sent.append(row.subject)

    engine = db.engine

    def work() -> None:
        for _ in range(12):
            deliver_due(engine, Slow(), clock=lambda: now)

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(sent) == len(set(sent)) == 24
    for topic in range(6):
        mine = [subject for subject in sent if subject.startswith(f"{topic}:")]
        assert mine == [f"{topic}:{number}" for number in range(4)]
