"""Writes rows to the outbox, in the transaction that makes their message true."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, has_app_context
from sqlalchemy.orm import Session

from labspace.db import insert_rows
from labspace.notices.invitations import CalendarFile, Invitation, values_of
from labspace.notices.models import Channel, OutboxRow

LINE_BREAKS_AND_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def enqueue_mail(
    session: Session,
    *,
    topic: str,
    recipient: str,
    subject: str,
    plain: str,
    html: str = "",
    invitation: Invitation | CalendarFile | None = None,
    now: datetime,
) -> None:
    """Write a mail that leaves once the transaction at hand is committed, after older ones of its `topic`.

    The subject becomes one line of at most 300 characters, so that no title of a user can write
    headers. An `invitation`, or a file of many dates, becomes a calendar object when the mail leaves.
    """
    row = {
        "channel": Channel.MAIL,
        "topic": topic,
        "message_id": f"<{uuid.uuid4().hex}@{_our_domain()}>",
        "recipient": recipient,
        "subject": one_line(subject)[:300],
        "plain": plain,
        "html": html,
        "invitation": values_of(invitation) if invitation else None,
        "calendar_method": invitation.method if invitation else "",
        "created_at": now,
        "run_at": now,
    }
    insert_rows(session, OutboxRow, [row])


@dataclass(frozen=True, kw_only=True)
class Call:
    """One webhook call to write into the outbox."""

    topic: str
    recipient: str
    event: str
    body: str
    message_id: str


def enqueue_calls(session: Session, calls: Sequence[Call], *, now: datetime) -> None:
    """Write webhook calls that leave once the transaction at hand is committed, each after older ones of its topic."""
    insert_rows(
        session,
        OutboxRow,
        [
            {
                "channel": Channel.WEBHOOK,
                "topic": call.topic,
                "message_id": call.message_id,
                "recipient": call.recipient,
                "subject": call.event,
                "plain": call.body,
                "created_at": now,
                "run_at": now,
            }
            for call in calls
        ],
    )


def _our_domain() -> str:
    settings = current_app.extensions["labspace.settings"] if has_app_context() else None
    return str(settings.mail_from.rpartition("@")[2]) if settings else "labspace.invalid"


def one_line(text: str) -> str:
    """`text` without line breaks and control characters."""
    return " ".join(LINE_BREAKS_AND_CONTROLS.sub(" ", text).split())
