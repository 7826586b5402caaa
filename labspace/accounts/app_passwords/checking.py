"""Whether a device may read somebody's calendars."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.actions.attempts import TooManyAttempts, note_attempt
from labspace.accounts.actions.sign_in import Client
from labspace.accounts.app_passwords.queries import find_by_hash
from labspace.accounts.app_passwords.secret_words import digest_of
from labspace.accounts.keys.actions import note_use
from labspace.accounts.models import User
from labspace.accounts.queries import failures, normal_address
from labspace.accounts.throttle import Counted, attempt_key, blocked_until
from labspace.errors import Refusal, Refused


def check_app_password(
    session: Session, *, email: str, secret: str, client: Client, key: str, now: datetime
) -> User:
    """The person whose mail address and app password these are.

    Raises `Refused` with `wrong_credentials`, or `TooManyAttempts` where this client had too many wrong ones.
    A right one is let in all the same: no number of guesses finds one, while an old device with a
    revoked one, asking every few minutes, would lock out the person's other devices in the same house.
    """
    found = find_by_hash(session, digest_of(secret))
    if found is not None:
        app_password, user = found
        if user.email == normal_address(email) and user.is_active and (client.is_local or not user.is_demo):
            note_use(session, app_password, now=now)
            return user
    _count_failure(session, email=email, client=client, key=key, now=now)
    raise Refused(Refusal("wrong_credentials"))


def _count_failure(session: Session, *, email: str, client: Client, key: str, now: datetime) -> None:
    keys = (
        attempt_key(Counted.DEVICE, f"{client.address} {email}", secret=key),
        attempt_key(Counted.DEVICE_CLIENT, client.address, secret=key),
    )
    # Whoever has to wait is told so without a write: devices ask on and on.
    for one in keys:
        until = blocked_until(failures(session, one, besides=(), now=now), free=one.by.free, now=now)
        if until is not None:
            raise TooManyAttempts(int((until - now).total_seconds()))
    note_attempt(session, keys, now=now)
