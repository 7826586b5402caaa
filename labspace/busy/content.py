"""What is kept of a calendar, packed; and reading it for the days ahead."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from labspace.busy.blocks import blocks_of, decoded
from labspace.busy.kinds import HORIZON, MOST_BYTES, MOST_FINDINGS, Finding, Reading
from labspace.busy.reading import read_blocks
from labspace.times import TimeSpan


def kept(content: bytes) -> bytes:
    """A calendar as it is kept: only what says when, packed; raises `Unreadable`."""
    return zlib.compress(blocks_of(decoded(content)).text().encode("utf-8", "replace"), 6)


def read_kept(body: bytes, *, zone: ZoneInfo, now: datetime) -> Reading:
    """What a kept calendar keeps taken from now on as far as labspace looks ahead."""
    text = zlib.decompressobj().decompress(body, 2 * MOST_BYTES).decode("utf-8")
    return read_blocks(blocks_of(text), zone=zone, window=TimeSpan(now, now + HORIZON))


def noted(reading: Reading) -> list[dict[str, Any]]:
    """The findings as they are stored."""
    return [
        {"code": one.code, "event": one.event, "day": one.day, "values": dict(one.values)}
        for one in reading.findings[:MOST_FINDINGS]
    ]


def told(stored: Mapping[str, Any]) -> Finding:
    """A stored finding again."""
    return Finding(stored["code"], stored["event"], stored["day"], stored["values"])
