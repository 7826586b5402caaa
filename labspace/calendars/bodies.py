"""The bytes of feeds, kept per process as long as their key is the same."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

KEPT_BYTES = 16 * 1024 * 1024
"""What a process remembers at most; a feed of 1,000 bookings has about 0.7 MB with its gzip."""


@dataclass(frozen=True)
class Body:
    """A feed as it is sent, plain and compressed; both only depend on its key."""

    plain: bytes
    gzipped: bytes


class Bodies:
    """The bodies used last."""

    def __init__(self, *, most: int = KEPT_BYTES) -> None:
        self._most, self._size = most, 0
        self._bodies: OrderedDict[str, Body] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, build: Callable[[], bytes]) -> Body:
        """The body for `key`, built if nobody asked for it lately."""
        with self._lock:
            if (body := self._bodies.get(key)) is not None:
                self._bodies.move_to_end(key)
                return body
        plain = build()
        # Without a time inside, every process and every start makes the same bytes.
        body = Body(plain, gzip.compress(plain, compresslevel=6, mtime=0))
        with self._lock:
            if key not in self._bodies:
                self._bodies[key] = body
                self._size += _size_of(body)
            while self._size > self._most and self._bodies:
                self._size -= _size_of(self._bodies.popitem(last=False)[1])
        return body


def _size_of(body: Body) -> int:
    return len(body.plain) + len(body.gzipped)
