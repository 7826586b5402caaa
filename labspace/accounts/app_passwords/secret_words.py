"""The secret of an app password: made here, shown once, and kept as a hash only."""

from __future__ import annotations

import hashlib
import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that look alike on paper or a phone (i and l, o and 0, 1)."""
GROUPS, GROUP = 7, 4
"""28 of 31 letters: 138 bits. A guess among them is hopeless, so a fast hash keeps them well."""


def new_secret() -> str:
    """Seven groups of four letters and digits, such as `k7mq-…`, easy to type once into a phone."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def digest_of(secret: str) -> str:
    """What is kept of a secret; the same however it was typed: with hyphens, blanks or capitals."""
    typed = "".join(letter for letter in secret.lower() if letter.isalnum())
    return hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()
