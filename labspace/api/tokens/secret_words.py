"""The secret of a token: made here, shown once, and kept as a hash only."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "labspace_"
"""Lets programs that look for leaked secrets know one when they see it."""


def new_secret() -> str:
    """A token nobody had before: 256 bits, so a fast hash keeps it well."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of a token: its SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
