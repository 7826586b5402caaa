"""The link in the mail that asks what became of an idea: signed, so that one need not sign in a year later."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer


def follow_up_token(follow_up_id: int, *, secret: str) -> str:
    """What stands for the question in its link."""
    return str(_signer(secret).dumps(follow_up_id))


def follow_up_of(token: str, *, secret: str) -> int | None:
    """The question a token stands for; None if it was not made here."""
    try:
        found = _signer(secret).loads(token)
    except (BadSignature, ValueError):
        return None
    return found if isinstance(found, int) else None


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="labspace.popups.follow-up")
