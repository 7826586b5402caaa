"""A call as it is written into the outbox."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from labspace.notices.outbox import Call
from labspace.webhooks.kinds import Event
from labspace.webhooks.payloads import body_of


def call_of(recipient: str, event: Event, data: Mapping[str, Any], *, subject: str, at: datetime) -> Call:
    """One call with an id of its own; calls of one `subject` reach a recipient in order."""
    message_id = f"msg_{uuid.uuid4().hex}"
    return Call(
        topic=f"{recipient}:{subject}",
        recipient=recipient,
        event=event.value,
        body=body_of(event, data, message_id=message_id, at=at),
        message_id=message_id,
    )
