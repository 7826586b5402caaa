"""Where a call stands, by its dates."""

from __future__ import annotations

import enum
from datetime import datetime

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class CallStatus(enum.Enum):
    """Where a call stands."""

    DRAFT = "draft"
    PLANNED = "planned"
    OPEN = "open"
    OVER = "over"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


_LABELS = {
    CallStatus.DRAFT: _l("nicht veröffentlicht"),
    CallStatus.PLANNED: _l("angekündigt"),
    CallStatus.OPEN: _l("offen"),
    CallStatus.OVER: _l("beendet"),
}


def status_of(
    *,
    published_at: datetime | None,
    opens_at: datetime | None,
    closes_at: datetime | None,
    closed_at: datetime | None,
    now: datetime,
) -> CallStatus:
    """Open while published, from `opens_at` on and before `closes_at`; None means no bound."""
    if closed_at is not None:
        return CallStatus.OVER
    if published_at is None:
        return CallStatus.DRAFT
    if closes_at is not None and now >= closes_at:
        return CallStatus.OVER
    if opens_at is not None and now < opens_at:
        return CallStatus.PLANNED
    return CallStatus.OPEN
