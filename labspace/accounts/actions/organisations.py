"""What members do with their organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.actions.events import note_event
from labspace.accounts.kinds import PartnerType, Theme
from labspace.accounts.models import Membership, Organisation, OrganisationRole
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts:
    """What is known of an organisation, as typed and checked."""

    name: str
    partner_type: PartnerType
    theme: Theme | None
    sector: str
    is_chamber_member: bool


def found_organisation(
    session: Session, facts: OrganisationFacts, *, by_id: int, now: datetime
) -> Organisation:
    """A new organisation, administered by its founder."""
    begin_write(session)
    organisation = Organisation(created_at=now)
    _tell(organisation, facts)
    session.add(organisation)
    session.flush()
    session.add(
        Membership(user_id=by_id, organisation_id=organisation.id, role=OrganisationRole.ADMIN, joined_at=now)
    )
    note_event(session, "organisation_founded", by_id=by_id, organisation_id=organisation.id, now=now)
    return organisation


def change_organisation(
    session: Session, organisation_id: int, facts: OrganisationFacts, *, by_id: int, now: datetime
) -> Organisation:
    """Set what is known of an organisation; bookings made before keep what was true then."""
    begin_write(session)
    organisation = locked_organisation(session, organisation_id)
    _tell(organisation, facts)
    note_event(session, "organisation_changed", by_id=by_id, organisation_id=organisation_id, now=now)
    return organisation


def _tell(organisation: Organisation, facts: OrganisationFacts) -> None:
    organisation.name = facts.name
    organisation.partner_type = facts.partner_type
    organisation.theme = facts.theme
    organisation.sector = facts.sector
    organisation.is_chamber_member = facts.is_chamber_member


def set_role(
    session: Session,
    organisation_id: int,
    user_id: int,
    role: OrganisationRole,
    *,
    by_id: int,
    now: datetime,
) -> None:
    """Make a member an admin or an ordinary member; raises `Refused` for the last admin."""
    begin_write(session)
    locked_organisation(session, organisation_id)
    membership = get_membership(session, organisation_id, user_id)
    if membership.role is role:
        return
    if role is OrganisationRole.MEMBER:
        _must_have_other_admin(session, membership)
    membership.role = role
    note_event(
        session,
        f"organisation_role_{role.value}",
        by_id=by_id,
        user_id=user_id,
        organisation_id=organisation_id,
        now=now,
    )


def end_membership(
    session: Session, organisation_id: int, user_id: int, *, by_id: int, now: datetime
) -> None:
    """A member leaves or is removed; raises `Refused` if others would be left without an admin."""
    begin_write(session)
    locked_organisation(session, organisation_id)
    membership = get_membership(session, organisation_id, user_id)
    must_not_orphan(session, membership)
    session.delete(membership)
    note_event(
        session, "membership_ended", by_id=by_id, user_id=user_id, organisation_id=organisation_id, now=now
    )


def locked_organisation(session: Session, organisation_id: int) -> Organisation:
    """The organisation with its row locked, so that its members change one after the other.

    Raises `Refused` if it was merged into another meanwhile.
    """
    statement = select(Organisation).where(Organisation.id == organisation_id)
    organisation = session.scalars(
        statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    ).one()
    if organisation.merged_into_id is not None:
        raise Refused(Refusal("changed_meanwhile"))
    return organisation


def get_membership(session: Session, organisation_id: int, user_id: int) -> Membership:
    """The membership of a person; raises `Refused` if there is none (any more)."""
    membership = session.scalar(
        select(Membership).where(Membership.organisation_id == organisation_id, Membership.user_id == user_id)
    )
    if membership is None:
        raise Refused(Refusal("no_member"))
    return membership


def must_not_orphan(session: Session, membership: Membership) -> None:
    """Raise `Refused` with `last_admin` if other members would be left without an admin."""
    if _others(session, membership):
        _must_have_other_admin(session, membership)


def _must_have_other_admin(session: Session, membership: Membership) -> None:
    is_admin = membership.role is OrganisationRole.ADMIN
    if is_admin and not _others(session, membership, role=OrganisationRole.ADMIN):
        name = session.scalar(select(Organisation.name).where(Organisation.id == membership.organisation_id))
        raise Refused(Refusal("last_admin", {"organisation": name}))


def _others(session: Session, membership: Membership, *, role: OrganisationRole | None = None) -> int:
    statement = select(func.count()).where(
        Membership.organisation_id == membership.organisation_id, Membership.id != membership.id
    )
    if role is not None:
        statement = statement.where(Membership.role == role)
    return session.scalar(statement) or 0
