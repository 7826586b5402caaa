"""How long somebody waits after failed attempts: a pure rule over the moments they failed."""

from __future__ import annotations

import enum
import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

MEMORY = timedelta(hours=1)
"""Failures older than this no longer count."""
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)


class Counted(enum.Enum):
    """What attempts are counted by, with how many of them are free within `MEMORY`."""

    SIGN_IN_MAIL = "sign-in-mail"
    SIGN_IN_CLIENT = "sign-in-client"
    LETTER_MAIL = "letter-mail"
    """A mail sent to somebody because a form asked for it."""
    LETTER_CLIENT = "letter-client"
    DEVICE = "device"
    """A calendar program with a wrong app password, by client and mail address."""
    DEVICE_CLIENT = "device-client"

    @property
    def free(self) -> int:
        return _FREE[self]


_FREE = {
    Counted.SIGN_IN_MAIL: 5,
    # A house's whole network may share one address.
    Counted.SIGN_IN_CLIENT: 30,
    Counted.LETTER_MAIL: 3,
    Counted.LETTER_CLIENT: 20,
    Counted.DEVICE: 10,
    # Programs ask several times at each try, and a house's whole network may share one address.
    Counted.DEVICE_CLIENT: 200,
}


@dataclass(frozen=True)
class AttemptKey:
    """What one attempt is counted under."""

    by: Counted
    digest: str


def attempt_key(by: Counted, value: str, *, secret: str) -> AttemptKey:
    """The key for `value`, from which the value cannot be read back."""
    message = f"{by.value}:{value}".encode()
    return AttemptKey(by, hmac.new(secret.encode(), message, hashlib.sha256).hexdigest())


def blocked_until(failures: Collection[datetime], *, free: int, now: datetime) -> datetime | None:
    """When the next attempt may be made; None: now.

    After `free` failures within `MEMORY` each further one doubles the wait, from `FIRST_WAIT` to
    `LONGEST_WAIT`, counted from the latest.
    """
    counted = [moment for moment in failures if moment > now - MEMORY]
    if len(counted) < free:
        return None
    doublings = min(len(counted) - free, 10)
    until = max(counted) + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
    return until if until > now else None
