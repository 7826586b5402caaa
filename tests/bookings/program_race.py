"""What many programs send in the same moment; `partial`s of these go to the rivals."""

from __future__ import annotations

import hashlib
import json
from contextvars import Context
from datetime import datetime
from typing import Any

import time_machine
from flask import current_app
from sqlalchemy.orm import Session

from labspace.errors import Refusal, Refused


def send(
    session: Session, *, token: str, path: str, body: dict[str, Any], now: datetime, key: str = ""
) -> None:
    """Send a POST; a 201 wins, any other answer is refused with its status and code.

    With a `key` the answer is its status and a digest of its bytes, so that same answers are counted together.
    """
    headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
    client = current_app.test_client()
    with time_machine.travel(now, tick=False):
        # In a context of its own, as in life.
        answer = Context().run(
            client.post, path, data=json.dumps(body), headers=headers, content_type="application/json"
        )
    if key:
        raise Refused(Refusal(f"{answer.status_code} {hashlib.sha256(answer.data).hexdigest()[:8]}"))
    if answer.status_code != 201:
        raise Refused(Refusal(f"{answer.status_code} {answer.get_json()['code']}"))
