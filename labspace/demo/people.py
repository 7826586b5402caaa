"""Invented people to sign in as, over loopback only; no real person's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType, Theme
from labspace.accounts.models import Membership, Organisation, OrganisationRole, StaffRole, User
from labspace.accounts.passwords import hash_password
from labspace.locations.models import Location

PASSWORD = "demo im stadtlabor"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as: mail address, name, and what they are here to show."""

    email: str
    name: str
    role: str


STARTUP = DemoPerson("startup@demo.invalid", "Mika Muster", "books desks for an invented startup")
ORGANISER = DemoPerson("veranstaltung@demo.invalid", "Robin Beispiel", "asks for event areas")
TEAM = DemoPerson("team@demo.invalid", "Toni Exempel", "runs the house in Bochum")
LEAD = DemoPerson("leitung@demo.invalid", "Kim Modell", "administers all houses")
PEOPLE = (STARTUP, ORGANISER, TEAM, LEAD)


def load_people(session: Session, houses: list[Location], *, now: datetime) -> None:
    """Put the demonstration's people and their two organisations into the system."""
    users = {
        person: User(
            email=person.email,
            name=person.name,
            password_hash=hash_password(PASSWORD),
            created_at=now,
            confirmed_at=now,
            is_demo=True,
            is_administrator=person is LEAD,
        )
        for person in PEOPLE
    }
    session.add_all(users.values())
    session.flush()
    session.add(StaffRole(user_id=users[TEAM].id, location_id=houses[0].id))
    _join(
        session,
        users[STARTUP],
        Organisation(
            name="Grubengold Labs (erfunden)",
            partner_type=PartnerType.STARTUP,
            theme=Theme.CHANCEN,
            sector="K",
            is_demo=True,
            created_at=now,
        ),
    )
    _join(
        session,
        users[ORGANISER],
        Organisation(
            name="Verein Offene Mitte (erfunden)",
            partner_type=PartnerType.ASSOCIATION,
            theme=Theme.HANDEL,
            sector="T",
            is_demo=True,
            created_at=now,
        ),
    )
    session.flush()


def _join(session: Session, user: User, organisation: Organisation) -> None:
    session.add(organisation)
    session.flush()
    session.add(
        Membership(
            user_id=user.id,
            organisation_id=organisation.id,
            role=OrganisationRole.ADMIN,
            joined_at=organisation.created_at,
        )
    )


def has_people(session: Session) -> bool:
    """Whether the demonstration's people are here."""
    return session.scalar(select(User.id).where(User.email == LEAD.email)) is not None
