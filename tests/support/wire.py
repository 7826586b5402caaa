"""A wire between a browser and a site that can be cut: what is behind it is gone then, as without network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from urllib.parse import urlsplit


class Wire:
    """Carries connections to a site as long as it is whole."""

    def __init__(self, site: str) -> None:
        self._site = (str(urlsplit(site).hostname), int(urlsplit(site).port or 80))
        self._ends: set[socket.socket] = set()
        self._lock = Lock()
        self._is_whole = True
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """End every connection, and take none."""
        with self._lock:
            self._is_whole, ends, self._ends = False, self._ends, set()
        for end in ends:
            _close(end)

    def mend(self) -> None:
        self._is_whole = True

    def drop(self) -> None:
        """For good."""
        self.cut()
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._listening.accept()
                self._join(near)

    def _join(self, near: socket.socket) -> None:
        if not self._is_whole:
            return _close(near)
        far = socket.create_connection(self._site)
        with self._lock:
            self._ends |= {near, far}
        for one, other in ((near, far), (far, near)):
            Thread(target=_carry, args=(one, other), daemon=True).start()
        return None


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    _close(one)
    _close(other)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def wire_to(site: str) -> Iterator[Wire]:
    """A wire to a site as long as the block runs."""
    wire = Wire(site)
    try:
        yield wire
    finally:
        wire.drop()
