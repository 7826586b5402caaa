"""Sync tokens: which collection, and how far its changes were told (RFC 6578 4)."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"data:,labspace-([1-9][0-9]{0,17})-([0-9]{1,18})")


def token_text(collection_id: int, sequence: int) -> str:
    """The token, which has to be a URI; it leads nowhere."""
    return f"data:,labspace-{collection_id}-{sequence}"


def read_token(token: str, *, collection_id: int) -> int | None:
    """How far the collection's changes were told; None for a token of something else."""
    match = _TOKEN.fullmatch(token)
    if match is None or int(match[1]) != collection_id:
        return None
    return int(match[2])
