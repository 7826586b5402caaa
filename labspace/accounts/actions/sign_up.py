"""How an account begins: signing up, and proving the mail address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labspace.accounts import mails
from labspace.accounts.actions.events import note_event
from labspace.accounts.actions.roles import locked_user, new_nonce
from labspace.accounts.links import LinkPurpose, find_link, make_link
from labspace.accounts.models import User
from labspace.accounts.queries import find_user
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


def sign_up(
    session: Session, *, name: str, email: str, password_hash: str, locale: str, secret: str, now: datetime
) -> None:
    """Begin an account and mail its confirmation; tells an address that has one by mail only.

    An account nobody confirmed yet gets the new name and password: confirming needs the mail and
    the password, so neither who was first nor who was last can take it over alone.
    """
    begin_write(session)
    user = find_user(session, email) or _new_user(session, email, now=now)
    if user is None or not user.is_active:
        return
    if user.confirmed_at is not None:
        mails.mail(session, user, mails.account_exists, now=now)
        return
    user.name, user.password_hash, user.locale = name, password_hash, locale
    user.session_nonce = new_nonce()
    session.flush()
    send_confirmation(session, user, secret=secret, now=now)


def _new_user(session: Session, email: str, *, now: datetime) -> User | None:
    """A row for this address; None if another sign-up wrote it at the same moment."""
    user = User(email=email, name="", password_hash="", created_at=now)
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:
        return None
    note_event(session, "signed_up", by_id=user.id, user_id=user.id, now=now)
    return user


def send_confirmation(session: Session, user: User, *, secret: str, now: datetime) -> None:
    """Mail the link that proves the address."""
    begin_write(session)
    token = make_link(LinkPurpose.CONFIRMATION, user, secret=secret)
    mails.mail(session, user, lambda: mails.confirm_address(token), now=now)


def confirm_address(session: Session, token: str, *, secret: str, now: datetime) -> None:
    """The person behind `token` has proven their address; raises `Refused` if the link is void."""
    begin_write(session)
    link = find_link(session, LinkPurpose.CONFIRMATION, token, secret=secret)
    if link is None:
        raise Refused(Refusal("link_void"))
    user = locked_user(session, link.user.id)
    user.confirmed_at = user.confirmed_at or now
    note_event(session, "address_confirmed", by_id=user.id, user_id=user.id, now=now)
