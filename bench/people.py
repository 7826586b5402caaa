"""Eight people who book at once, each for an organisation of their own; in the measured data only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.programs import add_tokens
from labspace.accounts.kinds import PartnerType
from labspace.accounts.models import Membership, Organisation, OrganisationRole, User
from labspace.accounts.passwords import hash_password
from labspace.demo.people import PASSWORD

EMAILS = tuple(f"bench-{number}@demo.invalid" for number in range(1, 9))
HOLDER = "bench-holder@demo.invalid"
"""Who has booked what others are refused."""


def add_people(session: Session, *, now: datetime, emails: tuple[str, ...] = (*EMAILS, HOLDER)) -> None:
    """Let them and their programs sign in; nothing changes where they are known."""
    _add_users(session, emails, now=now)
    add_tokens(session, emails, now=now)


def _add_users(session: Session, emails: tuple[str, ...], *, now: datetime) -> None:
    if session.scalar(select(User.id).where(User.email == emails[-1])) is not None:
        return
    secret = hash_password(PASSWORD)
    for email in emails:
        name = email.partition("@")[0]
        user = User(
            email=email, name=name, password_hash=secret, created_at=now, confirmed_at=now, is_demo=True
        )
        organisation = Organisation(
            name=f"{name} (erfunden)", partner_type=PartnerType.STARTUP, is_demo=True, created_at=now
        )
        session.add_all([user, organisation])
        session.flush()
        session.add(
            Membership(
                user_id=user.id,
                organisation_id=organisation.id,
                role=OrganisationRole.ADMIN,
                joined_at=now,
            )
        )
    session.flush()
