"""What stands beside bookings and decides on their events: public titles, time given back, partners."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.release_models import ReleasedTime
from labspace.bookings.states import BookingState
from labspace.calendars.scopes import Scope
from labspace.events.programme.queries import item_of, public_text_of, released_texts
from labspace.spaces.models import Space

FEW = 3
"""Up to so many public events are asked for one by one."""
AT_ONCE = 500


@dataclass(frozen=True)
class PublicName:
    """What the public reads of an event."""

    title: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What stands beside bookings, by booking; the same for every feed of a house."""

    public: Mapping[int, PublicName] = field(default_factory=dict)
    given_back: Mapping[int, datetime] = field(default_factory=dict)
    """From when on others could have its time."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that is needed besides a booking to write its events for one feed."""

    scope: Scope
    base_url: str
    key: bytes
    """The server's; hides which booking an anonymous event is."""
    space: Space | None
    """What the feed is about, where it is a space."""
    beside: Beside


def facts_for(session: Session, scope: Scope, beside: Beside) -> Facts:
    """What the events of one feed are written with."""
    settings, key = current_app.extensions["labspace.settings"], current_app.secret_key or b""
    space_id = scope.space_id
    return Facts(
        scope=scope,
        base_url=str(settings.base_url).rstrip("/"),
        key=key.encode() if isinstance(key, str) else key,
        space=session.get_one(Space, space_id) if space_id is not None else None,
        beside=beside,
    )


def beside(
    session: Session, bookings: Collection[Booking], *, ending_after: datetime, now: datetime
) -> Beside:
    """What busy feeds have to know of these bookings; no statement for plain ones nobody came to yet."""
    return Beside(
        public=_public_names(session, bookings, ending_after=ending_after, now=now),
        given_back=_given_back(session, bookings),
    )


def _public_names(
    session: Session, bookings: Collection[Booking], *, ending_after: datetime, now: datetime
) -> dict[int, PublicName]:
    wanted = {booking.id for booking in bookings if booking.is_public}
    if len(wanted) <= FEW:
        texts = [text for one in sorted(wanted) if (text := public_text_of(session, one)) is not None]
    else:
        texts = [
            text for text in released_texts(session, ending_after=ending_after) if text.booking_id in wanted
        ]
    found = {text.booking_id: item_of(text, now=now) for text in texts}
    return {
        booking_id: PublicName(item.title, item.path)
        for booking_id, item in found.items()
        if item is not None and not item.is_called_off
    }


def _given_back(session: Session, bookings: Collection[Booking]) -> dict[int, datetime]:
    settled = [
        booking.id for booking in bookings if booking.state in (BookingState.USED, BookingState.NO_SHOW)
    ]
    found: dict[int, datetime] = {}
    for start in range(0, len(settled), AT_ONCE):
        rows = session.execute(
            select(ReleasedTime.booking_id, ReleasedTime.starts_at).where(
                ReleasedTime.booking_id.in_(settled[start : start + AT_ONCE]),
                ReleasedTime.taken_back_at.is_(None),
            )
        )
        for booking_id, starts_at in rows:
            found[booking_id] = min(starts_at, found.get(booking_id, starts_at))
    return found
