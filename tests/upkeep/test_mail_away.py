"""The mail server is away for an hour while people book: nothing is lost, nothing doubled, and the doctor says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from email import message_from_bytes

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import cancel_booking
from labspace.db import db
from labspace.notices.delivery import deliver_due
from labspace.notices.models import DeliveryState, OutboxRow
from labspace.notices.queue import WAITING, pause_after
from labspace.notices.senders import Sender, SmtpSender
from labspace.upkeep.examining.contents import queue_findings
from labspace.upkeep.examining.findings import Finding, Grade
from tests.factories import Cast, book, on_day
from tests.notices.sink import mail_sink
from tests.support.serve import free_port

AWAY = 60
"""Minutes."""
FROM = "haus@example.org"


def test_all_mails_of_an_hour_without_a_mail_server_arrive_once_and_in_order(
    session: Session, cast: Cast, now: datetime
) -> None:
    nobody = SmtpSender(f"smtp://127.0.0.1:{free_port()}", FROM)
    for minute in range(AWAY):
        moment = now + timedelta(minutes=minute)
        if minute % 10 == 0:
            day = (now + timedelta(days=2 + minute // 10)).date()
            booking = book(session, cast.desk, cast.alice, on_day(day, 10, 12, house=cast.house), now=moment)
        if minute % 20 == 5:
            cancel_booking(session, booking.id, by=cast.alice, now=moment)
            session.commit()
        _deliver(nobody, moment)
    back = now + timedelta(minutes=AWAY)
    written = list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
    assert len(written) >= 9
    assert {row.state for row in written} == {DeliveryState.NEW}
    told = _only(queue_findings(session, now=back))
    assert told.grade is Grade.TROUBLE
    assert f"{len(written)} mail(s) wait" in told.says
    assert "ConnectionRefusedError" in told.says
    with mail_sink() as sink:
        there, minute = SmtpSender(sink.url, FROM), 0
        while _waiting(session):
            _deliver(there, back + timedelta(minutes=minute))
            minute += 1
        arrived = [str(message_from_bytes(mail)["Message-ID"]).strip("<>") for mail in sink.mails]
    # The longest pause of a mail that was tried for an hour.
    assert timedelta(minutes=minute) <= pause_after(8)
    session.expire_all()
    assert Counter(arrived) == Counter(row.message_id.strip("<>") for row in written)
    topics = {row.message_id.strip("<>"): row.topic for row in written}
    for topic in set(topics.values()):
        ids = [row.message_id.strip("<>") for row in written if row.topic == topic]
        assert [one for one in arrived if topics[one] == topic] == ids
    assert _only(queue_findings(session, now=back + timedelta(minutes=minute))).grade is Grade.GOOD


def _deliver(sender: Sender, moment: datetime) -> None:
    db.session.rollback()
    deliver_due(db.engine, sender, clock=lambda: moment)


def _waiting(session: Session) -> int:
    session.rollback()
    number = select(func.count()).select_from(OutboxRow).where(OutboxRow.state.in_(WAITING))
    return session.scalar(number) or 0


def _only(found: Iterable[Finding]) -> Finding:
    (finding,) = found
    return finding
