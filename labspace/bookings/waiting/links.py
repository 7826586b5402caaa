"""The link in an offer's mail: signed, so that one click by whoever got it is enough."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer


def offer_token(offer_id: int, *, secret: str) -> str:
    """What stands for the offer in its link. It opens nothing after the deadline: the offer knows that."""
    return str(_signer(secret).dumps(offer_id))


def offer_id_of(token: str, *, secret: str) -> int | None:
    """The offer a token stands for; None if it was not made here."""
    try:
        found = _signer(secret).loads(token)
    except (BadSignature, ValueError):
        return None
    return found if isinstance(found, int) else None


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="labspace.bookings.waiting-offer")
