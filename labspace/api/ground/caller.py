"""Who calls: known by a Bearer token alone, never by a cookie, so that no other site can call as somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import g, request
from sqlalchemy.orm import Session

from labspace.accounts.keys.actions import note_use
from labspace.accounts.models import User
from labspace.accounts.sessions import client
from labspace.api.ground.problems import Problem
from labspace.api.tokens.kinds import Scope
from labspace.api.tokens.queries import find_by_hash
from labspace.api.tokens.secret_words import digest_of

CHALLENGE = 'Bearer realm="labspace"'


@dataclass(frozen=True)
class Caller:
    """The person a program acts for, and how far its token reaches."""

    user: User
    scopes: frozenset[Scope]
    token_id: int

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes

    def runs(self, location_id: int) -> bool:
        """Whether this call may act as staff of a house: by the token's scope and the person's role."""
        return Scope.STAFF in self.scopes and self.user.runs(location_id)

    @property
    def runs_any(self) -> bool:
        return Scope.STAFF in self.scopes and self.user.runs_any


def caller_or_none() -> Caller | None:
    """Who calls, if a token was presented."""
    return cast("Caller | None", g.get("labspace_api_caller"))


def caller() -> Caller:
    """Who calls. Only for calls with a scope."""
    found = caller_or_none()
    if found is None:
        raise Problem("token_missing", headers={"WWW-Authenticate": CHALLENGE})
    return found


def presented_token() -> str | None:
    """The token of the request at hand. Raises `Problem` where somebody signs in by other means."""
    if "Authorization" not in request.headers:
        return None
    asked = request.authorization
    if asked is None or asked.type != "bearer" or not asked.token:
        raise _not_valid()
    return asked.token


def recognise(session: Session, secret: str, *, now: datetime) -> Caller:
    """Whose token `secret` is. Raises `Problem` for unknown, expired, and those of people without access."""
    found = find_by_hash(session, digest_of(secret))
    if found is None:
        raise _not_valid()
    token, user = found
    if token.expires_at <= now or not user.is_active or (user.is_demo and not client().is_local):
        raise _not_valid()
    known = Caller(user, token.scopes, token.id)
    note_use(session, token, now=now)
    return known


def remember(found: Caller) -> None:
    """Let the rest of the request know who calls."""
    g.labspace_api_caller = found


def require(scope: Scope) -> None:
    """Raises `Problem` unless a token of this scope was presented."""
    if not caller().may(scope):
        challenge = f'{CHALLENGE}, error="insufficient_scope", scope="{scope.value}"'
        raise Problem("scope_missing", values={"scope": scope.value}, headers={"WWW-Authenticate": challenge})


def _not_valid() -> Problem:
    return Problem("token_not_valid", headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'})
