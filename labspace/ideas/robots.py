"""Telling people from robots without asking anybody outside: a field nobody sees, and a form that has been read.

Nothing is refused for it. What looks like a robot's is kept aside, where the team finds what a
person's browser filled in by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from re import findall

from itsdangerous import BadSignature, URLSafeSerializer

READING = timedelta(seconds=3)
"""Nobody reads and fills in the form faster."""
MOST_LINKS = 3


def opened_form(*, secret: str, now: datetime) -> str:
    """What a form carries to say when it was opened; it cannot be made up."""
    return str(_signer(secret).dumps(int(now.timestamp())))


def looks_like_a_robot(text: str, *, trap: str, opened: str, secret: str, now: datetime) -> bool:
    """Whether an idea was filled in by a machine: the hidden field, too fast, or a heap of links."""
    return (
        bool(trap)
        or _too_fast(opened, secret=secret, now=now)
        or len(findall("https?://", text)) > MOST_LINKS
    )


def _too_fast(opened: str, *, secret: str, now: datetime) -> bool:
    try:
        since = int(_signer(secret).loads(opened))
    except (BadSignature, TypeError, ValueError):
        return True
    return now.timestamp() - since < READING.total_seconds()


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="idea-form")
