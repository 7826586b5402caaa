"""How passwords change; the hash is computed before, outside the transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts import mails
from labspace.accounts.actions.attempts import forget_failures
from labspace.accounts.actions.events import note_event
from labspace.accounts.actions.roles import locked_user, new_nonce
from labspace.accounts.links import LinkPurpose, find_link, make_link
from labspace.accounts.models import User
from labspace.accounts.queries import find_user
from labspace.accounts.throttle import Counted, attempt_key
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


def mail_new_password_link(session: Session, email: str, *, secret: str, now: datetime) -> None:
    """Mail a link to set a new password, if the address has an account; nobody is told whether."""
    begin_write(session)
    user = find_user(session, email)
    if user is not None and user.is_active:
        token = make_link(LinkPurpose.NEW_PASSWORD, user, secret=secret)
        mails.mail(session, user, lambda: mails.new_password(token), now=now)


def reset_password(session: Session, token: str, *, password_hash: str, secret: str, now: datetime) -> User:
    """Set a new password by mailed link, which also proves the address; `Refused` if the link is void."""
    begin_write(session)
    link = find_link(session, LinkPurpose.NEW_PASSWORD, token, secret=secret)
    if link is None:
        raise Refused(Refusal("link_void"))
    user = _set_password(session, link.user.id, password_hash=password_hash, now=now)
    user.confirmed_at = user.confirmed_at or now
    forget_failures(session, attempt_key(Counted.SIGN_IN_MAIL, user.email, secret=secret), now=now)
    return user


def change_password(
    session: Session, user_id: int, *, seen_hash: str, password_hash: str, now: datetime
) -> User:
    """Set a new password for whoever proved to know the one of `seen_hash`.

    Raises `Refused` if it was changed elsewhere in between.
    """
    begin_write(session)
    if locked_user(session, user_id).password_hash != seen_hash:
        raise Refused(Refusal("changed_meanwhile"))
    return _set_password(session, user_id, password_hash=password_hash, now=now)


def end_all_sessions(session: Session, user_id: int, *, now: datetime) -> User:
    """Sign somebody out on all devices."""
    begin_write(session)
    user = locked_user(session, user_id)
    user.session_nonce = new_nonce()
    note_event(session, "signed_out_everywhere", by_id=user_id, user_id=user_id, now=now)
    return user


def _set_password(session: Session, user_id: int, *, password_hash: str, now: datetime) -> User:
    user = locked_user(session, user_id)
    user.password_hash, user.session_nonce = password_hash, new_nonce()
    note_event(session, "password_changed", by_id=user_id, user_id=user_id, now=now)
    mails.mail(session, user, mails.password_changed, now=now)
    return user
