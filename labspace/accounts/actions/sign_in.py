"""Check who somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from labspace.accounts.actions.attempts import forget_attempts, forget_failures, note_attempt
from labspace.accounts.models import User
from labspace.accounts.passwords import hash_password, needs_rehash, verify_password
from labspace.accounts.queries import find_user, normal_address
from labspace.accounts.throttle import Counted, attempt_key
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


@dataclass(frozen=True, kw_only=True)
class Client:
    """Where a request comes from."""

    address: str
    is_local: bool
    """From this machine itself, not passed on by a proxy."""


def check_sign_in(
    session: Session, *, email: str, password: str, client: Client, secret: str, now: datetime
) -> User:
    """The person whose address and password these are; commits the count of attempts.

    Raises `TooManyAttempts`, or `Refused` with `wrong_credentials` whatever is wrong, in the same time
    for unknown addresses; with `demo_only_here` for an invented person from another machine.
    """
    by_mail = attempt_key(Counted.SIGN_IN_MAIL, normal_address(email), secret=secret)
    by_client = attempt_key(Counted.SIGN_IN_CLIENT, client.address, secret=secret)
    noted = note_attempt(session, [by_mail, by_client], now=now)
    user = find_user(session, email)
    user_id, password_hash = (user.id, user.password_hash) if user else (None, "")
    # No transaction stays open while the hash is computed.
    session.rollback()
    is_right = verify_password(password_hash, password)
    user = session.get(User, user_id) if is_right and user_id else None
    if user is None or not user.is_active:
        raise Refused(Refusal("wrong_credentials"))
    if user.is_demo and not client.is_local:
        raise Refused(Refusal("demo_only_here"))
    forget_attempts(session, noted)
    forget_failures(session, by_mail, now=now)
    session.commit()
    if needs_rehash(password_hash):
        _rehash(session, user.id, password=password, old=password_hash)
    return user


def _rehash(session: Session, user_id: int, *, password: str, old: str) -> None:
    new = hash_password(password)
    begin_write(session)
    session.execute(
        update(User).where(User.id == user_id, User.password_hash == old).values(password_hash=new)
    )
    session.commit()
