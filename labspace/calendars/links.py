"""Secret links: derived from the server's key, so that they can always be shown and nothing is stored."""

from __future__ import annotations

import base64
import enum
import hashlib
import hmac

TOKEN_BYTES = 20
"""160 bits; a guess among them is hopeless."""


class Standing(enum.Enum):
    """What a presented token is to its link."""

    VALID = "valid"
    RETIRED = "retired"
    UNKNOWN = "unknown"


def token_of(key: str | bytes, link_id: int, generation: int) -> str:
    """The secret part of a link: 32 lower-case letters and digits."""
    secret = key.encode() if isinstance(key, str) else key
    text = f"labspace calendar feed:{link_id}:{generation}".encode("ascii")
    digest = hmac.new(secret, text, hashlib.sha256).digest()[:TOKEN_BYTES]
    return base64.b32encode(digest).decode("ascii").lower()


def standing_of(key: str | bytes, link_id: int, generation: int, token: str) -> Standing:
    """Whether `token` opens the feed, once did, or never; compared in constant time."""
    given = token.encode("utf-8", "replace")
    if hmac.compare_digest(given, token_of(key, link_id, generation).encode()):
        return Standing.VALID
    retired = any(
        hmac.compare_digest(given, token_of(key, link_id, old).encode()) for old in range(1, generation)
    )
    return Standing.RETIRED if retired else Standing.UNKNOWN
