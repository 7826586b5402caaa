"""What tests of delivery stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.db import begin_write
from labspace.notices.models import OutboxRow
from labspace.notices.outbox import enqueue_mail
from tests.notices.sink import Sink, mail_sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that takes everything, unless told otherwise."""
    with mail_sink() as sink:
        yield sink


@pytest.fixture
def enqueue(session: Session, now: datetime) -> Callable[..., OutboxRow]:
    """Writes a mail into the outbox and commits."""

    def write(subject: str = "Hallo", *, topic: str = "user:1", **more: Any) -> OutboxRow:
        begin_write(session)
        values = {"recipient": "alice@example.org", "plain": "Text", "now": now, **more}
        enqueue_mail(session, topic=topic, subject=subject, **values)
        row = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()).limit(1)).one()
        session.commit()
        return row

    return write
