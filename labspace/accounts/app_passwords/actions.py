"""Giving a device its app password, and taking it away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts import mails
from labspace.accounts.actions.events import note_event
from labspace.accounts.actions.roles import locked_user
from labspace.accounts.app_passwords.models import AppPassword
from labspace.accounts.app_passwords.queries import app_passwords_of
from labspace.accounts.app_passwords.secret_words import digest_of, new_secret
from labspace.accounts.keys.actions import revoke_key
from labspace.db import begin_write
from labspace.errors import Refusal, Refused

MOST = 20
"""Nobody has more devices; a list without end would hide a forgotten one."""


def create_app_password(session: Session, user_id: int, *, name: str, now: datetime) -> str:
    """A new app password called `name`; returns its secret, which nobody can read again.

    Raises `Refused` with `app_password_named_so` or `too_many_app_passwords`.
    """
    begin_write(session)
    user = locked_user(session, user_id)
    known = app_passwords_of(session, user_id)
    if any(one.name == name for one in known):
        raise Refused(Refusal("app_password_named_so", {"name": name}))
    if len(known) >= MOST:
        raise Refused(Refusal("too_many_app_passwords", {"most": MOST}))
    secret = new_secret()
    session.add(AppPassword(user_id=user_id, name=name, secret_hash=digest_of(secret), created_at=now))
    note_event(session, "app_password_created", by_id=user_id, user_id=user_id, now=now)
    mails.mail(session, user, lambda: mails.app_password_created(name), now=now)
    session.flush()
    return secret


def revoke_app_password(session: Session, user_id: int, app_password_id: int, *, now: datetime) -> str | None:
    """Let an app password of this person open nothing any more; its name, or None if they have no such."""
    return revoke_key(session, AppPassword, user_id, app_password_id, event="app_password_revoked", now=now)
