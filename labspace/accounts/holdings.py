"""What organisations have in higher packages, counted by those packages themselves.

Staff who merge duplicates see what each has, though this package knows nothing of bookings.
"""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import LazyString
from sqlalchemy.orm import Session

Count = Callable[[Session, int], int]

_COUNTS: dict[str, tuple[LazyString, Count]] = {}


def counts_holdings(word: str, label: LazyString) -> Callable[[Count], Count]:
    """Let the decorated function count what an organisation has; `label` names it on the screen."""

    def register(count: Count) -> Count:
        _COUNTS[word] = (label, count)
        return count

    return register


def holdings_of(session: Session, organisation_id: int) -> list[tuple[LazyString, int]]:
    """What the organisation has, as (label, count), in the order of registration."""
    return [(label, count(session, organisation_id)) for label, count in _COUNTS.values()]
