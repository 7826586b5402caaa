"""The programs of those who book: their tokens, and what they send instead of a form; in the measured data only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.api.tokens.kinds import Scope
from labspace.api.tokens.models import ApiToken
from labspace.api.tokens.secret_words import PREFIX, digest_of

ZONE = ZoneInfo("Europe/Berlin")
DAYS = 700


def token_of(email: str) -> str:
    """The token of a person's program: known beforehand, so that servers need not be asked for one."""
    return f"{PREFIX}{email}"


def add_tokens(session: Session, emails: tuple[str, ...], *, now: datetime) -> None:
    """Give each a token that may book; nothing changes where they have one."""
    for user in session.scalars(select(User).where(User.email.in_(emails))).all():
        digest = digest_of(token_of(user.email))
        if session.scalar(select(ApiToken.id).where(ApiToken.secret_hash == digest)) is None:
            session.add(
                ApiToken(
                    user_id=user.id,
                    name="bench",
                    scope=Scope.BOOK,
                    secret_hash=digest,
                    created_at=now,
                    expires_at=now + timedelta(days=DAYS),
                )
            )
    session.flush()


def wish_of(slot: Mapping[str, str]) -> dict[str, object]:
    """What the form of a booking says, as a program sends it."""
    return {
        "spaces": [slot["flaeche"]],
        "starts_at": _moment(slot["tag"], slot["von"]),
        "ends_at": _moment(slot["tag"], slot["bis"]),
        "people": int(slot["personen"]),
    }


def _moment(day: str, clock: str) -> str:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZONE).isoformat()
