"""The bytes of a run: bookings by programs with keys, pages read by anybody, calendars that ask for news."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from bench.cases import API
from bench.programs import wish_of
from bench.slots import Slot, Slots, desks
from bench.visitor import Visitor
from labspace.demo.loading import FILES

Request = Callable[[int], bytes]


class Bookings:
    """Each booking once, by one person after another; any of them can be sent again under its key."""

    def __init__(self, port: int, tokens: Sequence[str], *, today: date, run: str) -> None:
        self._port, self._tokens, self._run = port, tokens, run
        self._slots = Slots(today, desks=desks())
        self._sent: dict[int, Slot] = {}

    def request(self, number: int) -> bytes:
        """Booking number n; the same again when it is asked for again."""
        slot = self._sent.get(number) or self._sent.setdefault(number, self._slots.next_free())
        body = json.dumps(wish_of(slot)).encode()
        head = (
            f"POST {API} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            f"Authorization: Bearer {self._tokens[number % len(self._tokens)]}\r\n"
            f"Idempotency-Key: {self._run}-{number}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def pages(port: int, *, today: date) -> Request:
    """What visitors look at: the start page, plans and days of all houses, single desks."""
    workday = today + timedelta(days=(7 - today.weekday()) % 7 or 7)
    paths = ["/"]
    for ahead in (0, 1, 2):
        day = workday + timedelta(days=ahead)
        for slug in FILES:
            paths += [
                f"/standorte/{slug}?tag={day}&von=09:00&bis=11:00",
                f"/standorte/{slug}/tag?tag={day}",
                f"/api/v1/availability?location={slug}&from={day}T00:00:00Z&to={day + timedelta(days=1)}T00:00:00Z",
            ]
    paths += [f"/flaechen/{desk}?tag={workday}" for desk in desks()[:20]]
    Random(1).shuffle(paths)
    made = [
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Language: de\r\n\r\n".encode()
        for path in paths
    ]
    return lambda number: made[number % len(made)]


def polls(port: int, feeds: Sequence[str]) -> Request:
    """Calendars asking for news in turn; each is fetched once before, so that it has something to compare."""
    visitor, made = Visitor(port), []
    for path in feeds:
        # The worker has just begun and may be busy with all that was due.
        for _try in range(60):
            answer = visitor.get(path)
            if answer.status == 200:
                break
            time.sleep(1)
        else:
            raise RuntimeError(f"{path}: {answer.status}")
        made.append(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"If-None-Match: {answer.headers['etag']}\r\n\r\n".encode()
        )
    visitor.close()
    return lambda number: made[number % len(made)]
