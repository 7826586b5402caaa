"""Pure: secrets derived from the server's key, and signatures as Standard Webhooks 1.0 describes them.

Nothing secret is stored: a secret follows from the key, the endpoint and its generation.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

PREFIX = "whsec_"


def secret_of(key: str | bytes, endpoint_id: int, generation: int) -> str:
    """The secret a receiver checks signatures with: `whsec_` and 32 bytes in base64."""
    master = key.encode() if isinstance(key, str) else key
    text = f"labspace webhook:{endpoint_id}:{generation}".encode("ascii")
    return PREFIX + base64.b64encode(hmac.new(master, text, hashlib.sha256).digest()).decode("ascii")


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the HMAC-SHA-256 of id, timestamp (epoch seconds) and body, joined by full stops."""
    signed = f"{message_id}.{timestamp}.".encode("ascii") + body
    digest = hmac.new(base64.b64decode(secret.removeprefix(PREFIX)), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")


def signed_headers(secrets: list[str], *, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of a call; one signature for each secret in force."""
    signatures = [
        signature(secret, message_id=message_id, timestamp=timestamp, body=body) for secret in secrets
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
