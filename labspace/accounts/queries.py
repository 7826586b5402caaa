"""Questions about people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import SignInAttempt, User
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
