"""What people change about themselves, and how they leave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labspace.accounts import mails
from labspace.accounts.actions.events import note_event
from labspace.accounts.actions.organisations import must_not_orphan
from labspace.accounts.actions.roles import locked_user, new_nonce
from labspace.accounts.changes import PersonLeaves
from labspace.accounts.links import LinkPurpose, find_link, make_link
from labspace.accounts.models import ERASED_DOMAIN, Invitation, Membership, StaffRole, User
from labspace.accounts.queries import find_user
from labspace.announcements import announce
from labspace.db import begin_write
from labspace.errors import Refusal, Refused

ERASED_NAME = "(gelöschtes Konto)"


def update_profile(
    session: Session,
    user_id: int,
    *,
    name: str,
    locale: str,
    theme_mode: str,
    wants_reminders: bool,
    is_named_at_doors: bool,
    now: datetime,
) -> User:
    """Set name, language, appearance, whether to be reminded of bookings, and to be named on screens."""
    begin_write(session)
    user = locked_user(session, user_id)
    user.name, user.locale, user.theme_mode = name, locale, theme_mode
    user.has_chosen_language, user.wants_reminders = True, wants_reminders
    note_event(session, "profile_changed", by_id=user_id, user_id=user_id, now=now)
    if user.is_named_at_doors != is_named_at_doors:
        user.is_named_at_doors = is_named_at_doors
        what = "name_at_doors_allowed" if is_named_at_doors else "name_at_doors_withdrawn"
        note_event(session, what, by_id=user_id, user_id=user_id, now=now)
    return user


def begin_address_change(session: Session, user_id: int, address: str, *, secret: str, now: datetime) -> None:
    """Mail a link to the new address; one that has an account already is told so by mail only."""
    begin_write(session)
    user = locked_user(session, user_id)
    other = find_user(session, address)
    if other is not None:
        mails.mail(session, other, mails.address_taken, now=now)
        return
    token = make_link(LinkPurpose.NEW_ADDRESS, user, address=address, secret=secret)
    mails.mail(session, user, lambda: mails.confirm_new_address(token), recipient=address, now=now)


def finish_address_change(session: Session, token: str, *, user_id: int, secret: str, now: datetime) -> User:
    """Take the new address, for whoever asked for it. Raises `Refused` if the link is void for them."""
    begin_write(session)
    link = find_link(session, LinkPurpose.NEW_ADDRESS, token, secret=secret)
    if link is None or link.user.id != user_id:
        raise Refused(Refusal("link_void"))
    user = locked_user(session, user_id)
    old = user.email
    try:
        with session.begin_nested():
            user.email, user.confirmed_at = link.address, now
    except IntegrityError as taken:
        raise Refused(Refusal("link_void")) from taken
    note_event(session, "address_changed", by_id=user_id, user_id=user_id, now=now)
    mails.mail(session, user, mails.address_changed, recipient=old, now=now)
    return user


def erase_person(session: Session, user_id: int, *, now: datetime) -> None:
    """Take name, address, roles and memberships out of an account; what was booked stays as numbers.

    Raises `Refused` with `last_admin` where an organisation would be left without one,
    `last_administrator`, or what a listener refuses with, such as future bookings.
    """
    begin_write(session)
    user = locked_user(session, user_id)
    for membership in session.scalars(select(Membership).where(Membership.user_id == user_id)):
        must_not_orphan(session, membership)
    if user.is_administrator and not _other_administrators(session, user_id):
        raise Refused(Refusal("last_administrator"))
    announce(session, PersonLeaves(user_id, now))
    mails.mail(session, user, mails.account_deleted, now=now)
    for model in (Membership, StaffRole):
        session.execute(delete(model).where(model.user_id == user_id))
    session.execute(delete(Invitation).where(Invitation.email == user.email))
    session.execute(
        update(User)
        .where(User.id == user_id)
        .values(
            name=ERASED_NAME,
            email=f"{user_id}{ERASED_DOMAIN}",
            password_hash="",
            session_nonce=new_nonce(),
            is_administrator=False,
            is_named_at_doors=False,
            disabled_at=now,
            confirmed_at=None,
        )
    )
    session.expire(user)
    note_event(session, "account_erased", by_id=user_id, user_id=user_id, now=now)


def _other_administrators(session: Session, user_id: int) -> int:
    statement = select(func.count()).where(
        User.is_administrator, User.disabled_at.is_(None), User.id != user_id
    )
    return session.scalar(statement) or 0
