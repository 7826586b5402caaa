"""What the public may read of bookings: released texts of events, and names of people who allowed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.states import BookingState
from labspace.displays.standings import Known
from labspace.events.programme.models import PublicText
from labspace.events.programme.states import TextState
from labspace.times import TimeSpan


def public_titles(
    session: Session, unit_ids: Collection[int], window: TimeSpan, *, with_names: bool
) -> dict[int, list[Known]]:
    """What is publicly on in these undivided units during `window`, earliest first, by unit; one statement.

    That is the released title of an event; `with_names` otherwise the name of whoever booked and allows it.
    """
    named = and_(User.is_named_at_doors, User.disabled_at.is_(None))
    rows = session.execute(
        select(
            BookedUnit.space_id,
            BookedUnit.starts_at,
            BookedUnit.ends_at,
            func.coalesce(PublicText.title, User.name),
        )
        .join(Booking, Booking.id == BookedUnit.booking_id)
        .join(User, User.id == Booking.booked_by_id)
        .outerjoin(
            PublicText,
            and_(PublicText.booking_id == Booking.id, PublicText.state == TextState.RELEASED),
        )
        .where(
            or_(PublicText.id.is_not(None), named) if with_names else PublicText.id.is_not(None),
            Booking.state.in_([BookingState.CONFIRMED, BookingState.USED]),
            BookedUnit.space_id.in_(unit_ids),
            BookedUnit.starts_at < window.ends_at,
            BookedUnit.ends_at > window.starts_at,
        )
        .order_by(BookedUnit.starts_at, BookedUnit.booking_id)
    )
    titles: dict[int, list[Known]] = defaultdict(list)
    for space_id, starts_at, ends_at, title in rows:
        titles[space_id].append(Known(TimeSpan(starts_at, ends_at), title))
    return titles
