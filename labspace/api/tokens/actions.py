"""Giving a program its token, and taking it away."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labspace.accounts import mails
from labspace.accounts.actions.events import note_event
from labspace.accounts.actions.roles import locked_user
from labspace.accounts.keys.actions import revoke_key
from labspace.api.tokens.kinds import Scope
from labspace.api.tokens.letters import token_created
from labspace.api.tokens.models import ApiToken
from labspace.api.tokens.queries import tokens_of
from labspace.api.tokens.secret_words import digest_of, new_secret
from labspace.db import begin_write
from labspace.errors import Refusal, Refused

MOST = 20
"""Nobody has more programs; a list without end would hide a forgotten one."""
LONGEST_DAYS = 730


def create_token(session: Session, user_id: int, *, name: str, scope: Scope, days: int, now: datetime) -> str:
    """A new token called `name` that ends after `days`; returns its secret, which nobody can read again.

    Raises `Refused` with `token_named_so` or `too_many_tokens`. Expired ones make room.
    """
    begin_write(session)
    user = locked_user(session, user_id)
    session.execute(delete(ApiToken).where(ApiToken.user_id == user_id, ApiToken.expires_at <= now))
    known = tokens_of(session, user_id)
    if any(one.name == name for one in known):
        raise Refused(Refusal("token_named_so", {"name": name}))
    if len(known) >= MOST:
        raise Refused(Refusal("too_many_tokens", {"most": MOST}))
    secret = new_secret()
    session.add(
        ApiToken(
            user_id=user_id,
            name=name,
            scope=scope,
            secret_hash=digest_of(secret),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    note_event(session, "api_token_created", by_id=user_id, user_id=user_id, detail=scope.value, now=now)
    mails.mail(session, user, lambda: token_created(name), now=now)
    session.flush()
    return secret


def revoke_token(session: Session, user_id: int, token_id: int, *, now: datetime) -> str | None:
    """Let a token of this person open nothing any more; its name, or None if they have no such."""
    return revoke_key(session, ApiToken, user_id, token_id, event="api_token_revoked", now=now)
