"""Who books stays as they are until the booking stands."""

from __future__ import annotations

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from labspace.accounts.models import Organisation, User
from labspace.db import BigId


def lock_bookers(
    session: Session, user_id: int, *, organisation_id: int | None, alone: bool = False
) -> Organisation | None:
    """Keep the person from leaving and the organisation from being merged until the booking stands.

    Both are as they are now; the organisation is returned. `alone`: what they have booked is counted, so of
    two bookings of theirs at once the second waits for the first, also on other spaces. On SQLite the write
    transaction itself is the turn.
    """
    person, together = _ALONE if alone else _SHARED
    if organisation_id is not None:
        both = session.execute(together, {"id": user_id, "organisation_id": organisation_id}).one_or_none()
        if both is not None:
            return both[1]
    session.scalars(person, {"id": user_id}).one_or_none()
    return None


_ID = bindparam("id", type_=BigId)
_ORGANISATION_ID = bindparam("organisation_id", type_=BigId)


def _locking(*, alone: bool) -> tuple[Select[User], Select[User, Organisation]]:
    """Lock the person alone, or the person and then the organisation, in one statement."""
    person = select(User).where(User.id == _ID)
    together = (
        select(User, Organisation)
        .join_from(User, Organisation, Organisation.id == _ORGANISATION_ID)
        .where(User.id == _ID)
    )
    return (
        person.with_for_update(read=not alone, key_share=alone).execution_options(populate_existing=True),
        together.with_for_update(read=not alone, key_share=alone).execution_options(populate_existing=True),
    )


# Built once: putting these statements together took as long as running them.
_SHARED, _ALONE = _locking(alone=False), _locking(alone=True)
