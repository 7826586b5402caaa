"""How people come into an organisation: invited by mail, by a link that works once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.accounts import mails
from labspace.accounts.actions.events import note_event
from labspace.accounts.actions.organisations import locked_organisation
from labspace.accounts.models import Invitation, Membership, Organisation, OrganisationRole, User
from labspace.accounts.queries import find_user
from labspace.db import begin_write
from labspace.errors import Refusal, Refused

LASTS = timedelta(days=14)


def token_hash(token: str) -> str:
    """What is stored of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(
    session: Session, organisation_id: int, email: str, *, by_id: int, locale: str, now: datetime
) -> Invitation:
    """Mail an invitation; an open one to the same address is replaced, its link void.

    Raises `Refused` with `already_member`.
    """
    begin_write(session)
    organisation = locked_organisation(session, organisation_id)
    invited = find_user(session, email)
    if invited is not None and _is_member(session, organisation_id, invited.id):
        raise Refused(Refusal("already_member"))
    session.execute(
        delete(Invitation).where(
            Invitation.organisation_id == organisation_id,
            Invitation.email == email,
            Invitation.accepted_at.is_(None),
        )
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        organisation_id=organisation_id,
        email=email,
        token_hash=token_hash(token),
        invited_by_id=by_id,
        created_at=now,
        expires_at=now + LASTS,
    )
    session.add(invitation)
    session.flush()
    inviter = session.get_one(User, by_id)
    mails.send_letter(
        session,
        lambda: mails.invitation(token, organisation=organisation.name, inviter=inviter.name),
        topic=f"invitation:{invitation.id}",
        locale=invited.locale if invited else locale,
        recipient=email,
        demo=organisation.is_demo,
        now=now,
    )
    note_event(session, "invited", by_id=by_id, organisation_id=organisation_id, now=now)
    return invitation


def withdraw_invitation(
    session: Session, organisation_id: int, invitation_id: int, *, by_id: int, now: datetime
) -> None:
    """Make an open invitation's link void."""
    begin_write(session)
    locked_organisation(session, organisation_id)
    gone = session.execute(
        delete(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.organisation_id == organisation_id,
            Invitation.accepted_at.is_(None),
        )
        .returning(Invitation.id)
    )
    if gone.first() is None:
        raise Refused(Refusal("changed_meanwhile"))
    note_event(session, "invitation_withdrawn", by_id=by_id, organisation_id=organisation_id, now=now)


def find_invitation(session: Session, token: str, *, now: datetime) -> Invitation | None:
    """The open invitation this token belongs to; None if unknown, expired or used."""
    return session.scalar(
        select(Invitation).where(
            Invitation.token_hash == token_hash(token),
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > now,
        )
    )


def accept_invitation(session: Session, token: str, *, user_id: int, now: datetime) -> Organisation:
    """Join the organisation; whoever has the link may, under the address they signed up with.

    Raises `Refused` with `link_void` or, for who has not proven any address, `unconfirmed`.
    """
    begin_write(session)
    invitation = find_invitation(session, token, now=now)
    if invitation is None:
        raise Refused(Refusal("link_void"))
    if session.get_one(User, user_id).confirmed_at is None:
        raise Refused(Refusal("unconfirmed"))
    organisation = locked_organisation(session, invitation.organisation_id)
    session.refresh(invitation)
    if invitation.accepted_at is not None:
        raise Refused(Refusal("link_void"))
    invitation.accepted_at = now
    if not _is_member(session, organisation.id, user_id):
        session.add(
            Membership(
                user_id=user_id,
                organisation_id=organisation.id,
                role=OrganisationRole.MEMBER,
                joined_at=now,
            )
        )
        note_event(
            session, "joined", by_id=user_id, user_id=user_id, organisation_id=organisation.id, now=now
        )
    session.flush()
    return organisation


def _is_member(session: Session, organisation_id: int, user_id: int) -> bool:
    statement = select(Membership.id).where(
        Membership.organisation_id == organisation_id, Membership.user_id == user_id
    )
    return session.scalar(statement) is not None
