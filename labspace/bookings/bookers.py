"""What the house rules may ask about who books: whether of the team, and for which organisation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from labspace.accounts.models import Organisation, User
from labspace.bookings.rulebook.breaches import Booker


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who is told what is free: only what this person may book is proposed."""

    user: User
    organisation_id: int | None = None
    """For whom they would book; None: privately."""

    def booker(self, session: Session, *, location_id: int) -> Booker:
        """As whom they would book in this house."""
        return booker_of(session, self.user, organisation_id=self.organisation_id, location_id=location_id)


def booker_of(session: Session, user: User, *, organisation_id: int | None, location_id: int) -> Booker:
    """This person in this house, privately or for an organisation."""
    is_team = user.runs(location_id)
    organisation = session.get(Organisation, organisation_id) if organisation_id else None
    if organisation is None:
        return Booker(is_team=is_team)
    return Booker(
        is_team=is_team,
        partner_type=organisation.partner_type,
        is_chamber_member=organisation.is_chamber_member,
    )
