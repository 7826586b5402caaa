"""Questions about people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from labspace.accounts.duplicates import likely_duplicates, name_key
from labspace.accounts.models import (
    AccountEvent,
    Invitation,
    Membership,
    Organisation,
    OrganisationRole,
    SignInAttempt,
    StaffRole,
    User,
)
from labspace.accounts.throttle import MEMORY, AttemptKey


def normal_address(text: str) -> str:
    """A mail address as it is stored and compared."""
    return text.strip().lower()


def find_user(session: Session, email: str) -> User | None:
    """The person with this mail address, in any spelling of its case."""
    return session.scalar(select(User).where(User.email == normal_address(email)))


def failures(session: Session, key: AttemptKey, *, besides: Collection[int], now: datetime) -> list[datetime]:
    """When attempts under `key` failed within the throttle's memory, without the attempts `besides`."""
    return list(
        session.scalars(
            select(SignInAttempt.at).where(
                SignInAttempt.key == key.digest,
                SignInAttempt.at > now - MEMORY,
                SignInAttempt.id.not_in(besides),
            )
        )
    )


def team_of(session: Session, location_id: int) -> Sequence[User]:
    """Everybody who runs the house and may sign in, by their id."""
    team = session.scalars(
        select(User)
        .join(StaffRole, StaffRole.user_id == User.id)
        .where(StaffRole.location_id == location_id)
        .order_by(User.id)
    )
    return [user for user in team if user.is_active]


def memberships_of(session: Session, user_id: int) -> Sequence[Membership]:
    """The person's memberships with their organisations, by name."""
    return session.scalars(
        select(Membership)
        .join(Membership.organisation)
        .where(Membership.user_id == user_id)
        .options(joinedload(Membership.organisation))
        .order_by(Organisation.name, Organisation.id)
    ).all()


def membership_in(session: Session, organisation_id: int, user_id: int) -> Membership | None:
    """The person's membership in this organisation."""
    return session.scalar(
        select(Membership).where(Membership.organisation_id == organisation_id, Membership.user_id == user_id)
    )


def members_of(session: Session, organisation_id: int) -> Sequence[Membership]:
    """The organisation's memberships with their people, admins first, then by name."""
    return session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(Membership.organisation_id == organisation_id)
        .options(contains_eager(Membership.user))
        .order_by(Membership.role != OrganisationRole.ADMIN, User.name, User.id)
    ).all()


def open_invitations(session: Session, organisation_id: int, *, now: datetime) -> Sequence[Invitation]:
    """Invitations nobody has accepted yet and that are still valid, newest first."""
    return session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id.desc())
    ).all()


@dataclass(frozen=True)
class PersonFound:
    """Somebody staff may book for."""

    id: int
    name: str
    email: str
    organisations: tuple[str, ...]


def find_people(session: Session, text: str, limit: int = 20) -> list[PersonFound]:
    """People whose name or mail address contains `text`, by name; for staff only."""
    people = session.execute(
        select(User.id, User.name, User.email)
        .where(User.disabled_at.is_(None), _says(text))
        .order_by(User.name, User.id)
        .limit(limit)
    ).all()
    names: dict[int, list[str]] = {person.id: [] for person in people}
    for user_id, name in session.execute(
        select(Membership.user_id, Organisation.name)
        .join(Membership.organisation)
        .where(Membership.user_id.in_(names))
        .order_by(Organisation.name)
    ):
        names[user_id].append(name)
    return [PersonFound(person.id, person.name, person.email, tuple(names[person.id])) for person in people]


def people_page(session: Session, text: str, *, page: int, size: int) -> tuple[Sequence[User], int]:
    """One page (from 1) of all people who match `text`, by name, and how many match in all."""
    matching = select(User).where(_says(text))
    count = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    rows = session.scalars(
        matching.options(selectinload(User.staff_roles))
        .order_by(User.name, User.id)
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    return rows, count


def organisations_page(
    session: Session, text: str, *, page: int, size: int
) -> tuple[list[tuple[Organisation, int]], int]:
    """One page (from 1) of organisations whose name contains `text`, with their number of members,
    and how many there are in all; merged ones are left out."""
    matching = select(Organisation).where(
        Organisation.merged_into_id.is_(None), Organisation.name.icontains(text, autoescape=True)
    )
    count = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    members = (
        select(func.count())
        .where(Membership.organisation_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    rows = session.execute(
        matching.add_columns(members)
        .order_by(Organisation.name, Organisation.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return [(organisation, number) for organisation, number in rows], count


def duplicate_groups(session: Session, *, limit: int = 20) -> list[list[Organisation]]:
    """Organisations that are probably the same, at most `limit` groups."""
    names = session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.merged_into_id.is_(None))
    )
    groups = likely_duplicates((identity, name) for identity, name in names)[:limit]
    wanted = {identity for group in groups for identity in group}
    rows = {row.id: row for row in session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))}
    return [[rows[identity] for identity in group] for group in groups]


def duplicates_of(session: Session, organisation: Organisation) -> Sequence[Organisation]:
    """Other organisations whose names say the same as this one's, by name."""
    names = session.execute(
        select(Organisation.id, Organisation.name).where(
            Organisation.merged_into_id.is_(None), Organisation.id != organisation.id
        )
    )
    key = name_key(organisation.name)
    alike = [identity for identity, name in names if name_key(name) == key]
    return session.scalars(
        select(Organisation).where(Organisation.id.in_(alike)).order_by(Organisation.name, Organisation.id)
    ).all()


def events_about(session: Session, user_id: int, *, limit: int = 30) -> Sequence[AccountEvent]:
    """The latest lines of the audit trail about a person."""
    return session.scalars(
        select(AccountEvent)
        .where(AccountEvent.user_id == user_id)
        .order_by(AccountEvent.id.desc())
        .limit(limit)
    ).all()


def _says(text: str) -> ColumnElement[bool]:
    return or_(User.name.icontains(text, autoescape=True), User.email.icontains(text, autoescape=True))
