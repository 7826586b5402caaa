"""What options do when people change below them."""

from __future__ import annotations

from sqlalchemy import String, cast, update
from sqlalchemy.orm import Session

from labspace.accounts.changes import PersonLeaves
from labspace.announcements import listen
from labspace.bookings.options.models import OptionPartner


@listen(PersonLeaves)
def forget_partner(session: Session, leaving: PersonLeaves) -> None:
    """Who deletes their account shares nothing any more, and no address stays behind."""
    session.execute(
        update(OptionPartner)
        .where(OptionPartner.user_id == leaving.user_id, OptionPartner.left_at.is_(None))
        .values(left_at=leaving.at)
    )
    session.execute(
        update(OptionPartner)
        .where(OptionPartner.user_id == leaving.user_id)
        .values(email=cast(OptionPartner.id, String) + "@erased.invalid")
    )
