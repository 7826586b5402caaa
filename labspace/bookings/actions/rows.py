"""The rows of a new booking."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.util import identity_key

from labspace.accounts.kinds import PartnerType
from labspace.accounts.models import Organisation, User
from labspace.accounts.tariff_groups import group_of_booker
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.models import Booking, BookingSpace
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.db import insert_rows, table_of
from labspace.spaces.models import Space

REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

_BOOKINGS = table_of(Booking)
_NEW = {
    name: dialect.insert(_BOOKINGS)
    .on_conflict_do_nothing(index_elements=["reference"])
    .returning(_BOOKINGS.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_BLANK = {
    column.key: column.default.arg if column.default is not None else None  # type: ignore[attr-defined]
    for column in _BOOKINGS.columns
    if column.key != "id"
}


def new_reference(slug: str) -> str:
    """A readable reference such as `BO-7K2M9QX`, without letters and digits that look alike."""
    return f"{slug[:2].upper()}-{''.join(secrets.choice(REFERENCE_LETTERS) for _ in range(7))}"


def new_booking(
    spaces: Sequence[Space],
    wish: Wish,
    *,
    booked_by: User,
    organisation: Organisation | None,
    now: datetime,
    door: StaffDoor | None = None,
    reference: str = "",
    uid: str = "",
) -> Booking:
    """A confirmed booking, with what person and organisation are at this moment; not added yet."""
    details, house = wish.details, spaces[0].location
    return Booking(
        reference=reference or new_reference(house.slug),
        uid=uid or f"{uuid.uuid4()}@labspace",
        location_id=house.id,
        kind=spaces[0].kind,
        booked_by_id=booked_by.id,
        organisation_id=organisation.id if organisation else None,
        title=details.title,
        people=details.people,
        layout=details.layout,
        is_public=details.is_public,
        note=details.note,
        theme=details.theme or (organisation.theme if organisation else None),
        partner_type=organisation.partner_type if organisation else PartnerType.PRIVATE,
        sector=organisation.sector if organisation else "-",
        sector_version=organisation.sector_version if organisation else "WZ 2025",
        is_internal=organisation is not None and organisation.partner_type is PartnerType.INTERNAL,
        tariff_group=group_of_booker(organisation),
        span=wish.span,
        setup_minutes=wish.setup_minutes,
        teardown_minutes=wish.teardown_minutes,
        state=BookingState.CONFIRMED,
        state_since=now,
        entered_later=door is not None and door.entered_later and wish.span.starts_at < now,
        entered_by_id=door.entered_by.id if door else None,
        created_at=now,
        changed_at=now,
        version=1,
        sequence=0,
        spaces=list(spaces),
    )


def put_booking(session: Session, booking: Booking) -> None:
    """Insert what `new_booking` made, with its spaces; the session knows the booking from then on.

    As plain rows, which takes a third of the time that flushing the object takes. Among a million
    bookings one in thirty thousand new references is in use already: then another one is taken.
    """
    for name in _BLANK.keys() - booking.__dict__.keys():
        setattr(booking, name, _BLANK[name])
    connection = session.connection()
    question = _NEW[connection.dialect.name]
    values = {name: getattr(booking, name) for name in _BLANK}
    while (booking_id := connection.execute(question, values).scalar()) is None:
        booking.reference = values["reference"] = new_reference(booking.reference)
    # SQLite gives the number of a booking that was rolled back once more.
    if (gone := session.identity_map.get(identity_key(Booking, booking_id))) is not None:
        session.expunge(gone)
    booking.id = booking_id
    make_transient_to_detached(booking)
    session.add(booking)
    insert_rows(
        session, BookingSpace, [{"booking_id": booking.id, "space_id": one.id} for one in booking.spaces]
    )
