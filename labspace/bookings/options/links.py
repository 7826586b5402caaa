"""Links in mails that lead to an invitation to share an option: signed, for this purpose only."""

from __future__ import annotations

from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.models import Booking
from labspace.bookings.options.models import OptionPartner

LASTS = timedelta(days=60)
"""How long a link is taken at most; the end of the option ends it earlier."""


def make_partner_link(partner: OptionPartner, *, secret: str) -> str:
    """The token of this invitation; invited anew, the person gets another one."""
    return _signer(secret).dumps([partner.id, int(partner.invited_at.timestamp())])


def find_invitation(session: Session, token: str, *, secret: str) -> OptionPartner | None:
    """The invitation a token names; None if forged, expired, or replaced by a newer one."""
    try:
        partner_id, invited_at = _signer(secret).loads(token, max_age=int(LASTS.total_seconds()))
    except (BadSignature, ValueError, TypeError):
        return None
    partner = session.get(
        OptionPartner,
        partner_id,
        options=[
            joinedload(OptionPartner.invited_by),
            joinedload(OptionPartner.booking).options(
                joinedload(Booking.location), selectinload(Booking.spaces)
            ),
        ],
    )
    if partner is None or int(partner.invited_at.timestamp()) != invited_at:
        return None
    return partner


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="labspace.bookings.options.partner")
