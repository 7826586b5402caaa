"""Links in mails that prove an address: signed, expiring, and void once what they were made for is done."""

from __future__ import annotations

import enum
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from labspace.accounts.models import User


class LinkPurpose(enum.Enum):
    """What a link is for, and with that how long it is valid."""

    CONFIRMATION = "confirmation"
    NEW_PASSWORD = "new-password"
    NEW_ADDRESS = "new-address"

    @property
    def lasts(self) -> timedelta:
        return _LASTS[self]


_LASTS = {
    LinkPurpose.CONFIRMATION: timedelta(days=7),
    LinkPurpose.NEW_PASSWORD: timedelta(hours=1),
    LinkPurpose.NEW_ADDRESS: timedelta(days=1),
}


@dataclass(frozen=True)
class Link:
    """A valid link: whose it is, and the address it carries (`NEW_ADDRESS` only)."""

    user: User
    address: str


def make_link(purpose: LinkPurpose, user: User, *, address: str = "", secret: str) -> str:
    """The token for a link mailed to `user`."""
    return _signer(purpose, secret).dumps([user.id, _seal(purpose, user, secret), address])


def find_link(session: Session, purpose: LinkPurpose, token: str, *, secret: str) -> Link | None:
    """What `token` stands for; None if it is forged, expired, used, or of a disabled person."""
    try:
        user_id, seal, address = _signer(purpose, secret).loads(
            token, max_age=int(purpose.lasts.total_seconds())
        )
    except (BadSignature, ValueError):
        return None
    user = session.get(User, user_id)
    if user is None or not user.is_active or not hmac.compare_digest(seal, _seal(purpose, user, secret)):
        return None
    return Link(user, address)


def _signer(purpose: LinkPurpose, secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=f"labspace.accounts.{purpose.value}")


def _seal(purpose: LinkPurpose, user: User, secret: str) -> str:
    """Changes with the address, the password, and the confirmation: what was done cannot be done again."""
    state = [user.email, user.session_nonce, user.password_hash]
    if purpose is LinkPurpose.CONFIRMATION:
        state.append(str(user.confirmed_at))
    return hmac.new(secret.encode(), "\n".join(state).encode(), hashlib.sha256).hexdigest()[:32]
