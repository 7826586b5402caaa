"""A client that costs the machine as little as it can: bytes made beforehand, one connection, no parsing.

Client, server and database share the cores that are measured; what the client takes, the others lack.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from urllib.parse import urlencode

from bench.programs import wish_of
from bench.slots import Slot
from bench.visitor import Visitor

SECONDS = 30


def call_bytes(person: Visitor, slot: Slot) -> bytes:
    """The same booking by a program."""
    body = json.dumps(wish_of(slot)).encode()
    head = (
        "POST /api/v1/bookings HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{person.port}\r\n"
        f"Authorization: Bearer {person.api_token}\r\n"
        "Content-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def request_bytes(person: Visitor, slot: Slot) -> bytes:
    """A booking as it goes over the wire."""
    body = urlencode({**slot, "csrf_token": person.token}).encode()
    cookies = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
    head = (
        "POST /buchungen HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{person.port}\r\n"
        "Accept-Language: de\r\n"
        f"Referer: http://127.0.0.1:{person.port}/\r\n"
        f"Cookie: {cookies}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Rider:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> int:
        """The status of the answer, which is read to its end."""
        return self.ask(request)[0]

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        self._socket.sendall(request)
        answer = self._socket.recv(65536)
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self._more()
        head = answer[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        while len(answer) < end + 4 + length:
            answer += self._more()
        return int(answer[9:12]), answer[end + 4 :]

    def close(self) -> None:
        self._socket.close()

    def _more(self) -> bytes:
        if not (part := self._socket.recv(65536)):
            raise RuntimeError("the server ended the connection")
        return part


@dataclass(frozen=True)
class Ride:
    """What several clients got done together."""

    seconds: float
    statuses: list[int]
    times_ms: list[float]


def ride(port: int, requests: Sequence[Sequence[bytes]]) -> Ride:
    """Send each client's requests one after another, all clients at once."""
    riders = [Rider(port) for _ in requests]
    start = Barrier(len(riders) + 1)

    def run(rider: Rider, own: Sequence[bytes]) -> list[tuple[int, float]]:
        start.wait()
        return [_timed(rider, request) for request in own]

    with ThreadPoolExecutor(len(riders)) as pool:
        runs = [pool.submit(run, rider, own) for rider, own in zip(riders, requests, strict=True)]
        start.wait()
        begun = time.perf_counter()
        answers = [answer for one in runs for answer in one.result()]
        seconds = time.perf_counter() - begun
    for rider in riders:
        rider.close()
    return Ride(seconds, [status for status, _ in answers], sorted(taken for _, taken in answers))


def _timed(rider: Rider, request: bytes) -> tuple[int, float]:
    begun = time.perf_counter()
    status = rider.send(request)
    return status, (time.perf_counter() - begun) * 1000
