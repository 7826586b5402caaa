"""Reading tokens: those of a person, and the one a program presents."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.api.tokens.models import ApiToken


def tokens_of(session: Session, user_id: int) -> Sequence[ApiToken]:
    """The tokens of a person, by name."""
    return session.scalars(
        select(ApiToken).where(ApiToken.user_id == user_id).order_by(ApiToken.name, ApiToken.id)
    ).all()


def find_by_hash(session: Session, secret_hash: str) -> tuple[ApiToken, User] | None:
    """The token with this hash, expired or not, and whose it is; one statement."""
    row = session.execute(_BY_HASH, {"secret_hash": secret_hash}).one_or_none()
    return None if row is None else (row[0], row[1])


# Built once: this is asked before every call of a program.
_BY_HASH = (
    select(ApiToken, User)
    .join(User, User.id == ApiToken.user_id)
    .where(ApiToken.secret_hash == bindparam("secret_hash"))
)
