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

    Both are as they are now; the organisation is returned. `alone`: what they have booked is counted, so of two bookings of theirs at once the second waits
    for the first, also on other spaces. On SQLite the write transaction itself is the turn.
    """
    person, organisation = _ALONE if alone else _SHARED
    session.scalars(person, {"id": user_id}).one_or_none()
    if organisation_id is None:
        return None
    return session.scalars(organisation, {"id": organisation_id}).one_or_none()


_ID = bindparam("id", type_=BigId)


def _locking(*, alone: bool) -> tuple[Select[User], Select[Organisation]]:
    person = select(User).where(User.id == _ID).with_for_update(read=not alone, key_share=alone)
    organisation = (
        select(Organisation).where(Organisation.id == _ID).with_for_update(read=not alone, key_share=alone)
    )
    return (
        person.execution_options(populate_existing=True),
        organisation.execution_options(populate_existing=True),
    )


# Built once: putting these statements together took as long as running them.
_SHARED, _ALONE = _locking(alone=False), _locking(alone=True)
