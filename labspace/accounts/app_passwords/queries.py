"""Reading app passwords: those of a person, and the one a device presents."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.app_passwords.models import AppPassword
from labspace.accounts.models import User


def app_passwords_of(session: Session, user_id: int) -> Sequence[AppPassword]:
    """The app passwords of a person, by name."""
    return session.scalars(
        select(AppPassword).where(AppPassword.user_id == user_id).order_by(AppPassword.name, AppPassword.id)
    ).all()


def find_by_hash(session: Session, secret_hash: str) -> tuple[AppPassword, User] | None:
    """The app password with this hash, and whose it is; one statement."""
    row = session.execute(
        select(AppPassword, User)
        .join(User, User.id == AppPassword.user_id)
        .where(AppPassword.secret_hash == secret_hash)
    ).one_or_none()
    return None if row is None else (row[0], row[1])
