"""One request to one judged address, never slower and to nowhere nearer than allowed.

The name is resolved once, every address is judged, and the judged address itself is connected to:
a name that answers differently the second time reaches nothing. Nothing here logs an address;
what failed is a code.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from ipaddress import ip_address
from time import monotonic

from config import Network
from labspace.outward.addresses import Address, may_be_asked


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How far and how long one may reach out."""

    seconds: float = 20.0
    """For everything together: name, connections, redirects, body."""
    connect_seconds: float = 5.0
    networks: tuple[Network, ...] = ()
    """Of the own house that may be asked beside public addresses."""


class NotReached(Exception):
    """No connection, or none that is allowed; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Resolver = Callable[[str, int], Iterable[str]]


def resolved(host: str, port: int) -> list[str]:
    """The addresses behind a name, in the order of the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
    """The end of patience: whoever drips a byte now and then is cut off as well."""

    def __init__(self, seconds: float) -> None:
        self._until = monotonic() + seconds
        self.code = ""

    @property
    def left(self) -> float:
        return self._until - monotonic()

    def check(self) -> None:
        if self.left <= 0:
            self.code = "too_slow"
            raise TimeoutError

    def watch(self, connection: socket.socket) -> threading.Timer:
        """End the connection when the time is over, whatever it is doing then."""

        def end() -> None:
            self.code = "too_slow"
            try:
                # Not that of an encrypted socket, which would go on in the clear.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
            except OSError:
                return

        timer = threading.Timer(max(self.left, 0.0), end)
        timer.daemon = True
        timer.start()
        return timer


class Connection:
    """One request to one judged address."""

    def __init__(self, address: Address, deadline: Deadline, reach: Reach, resolver: Resolver) -> None:
        self._address, self._deadline, self._reach = address, deadline, reach
        self._answer: HTTPResponse | None = None
        numbers = _in_time(resolver, address.host, address.port, deadline, reach)
        # One bad address among good ones is reason enough: which one is taken would be chance.
        if not numbers or not all(may_be_asked(number, networks=reach.networks) for number in numbers):
            raise NotReached("not_public" if numbers else "unknown_host")
        self._numbers = numbers

    def __enter__(self) -> Connection:
        connection = self._connected()
        if self._address.is_safe:
            connection = ssl.create_default_context().wrap_socket(
                connection, server_hostname=self._address.host, do_handshake_on_connect=False
            )
        self._socket = connection
        self._http = HTTPConnection(self._address.host, self._address.port)
        self._http.sock = connection
        self._timer = self._deadline.watch(connection)
        try:
            if isinstance(connection, ssl.SSLSocket):
                connection.do_handshake()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_problem: object) -> None:
        self._timer.cancel()
        if self._answer is not None:
            self._answer.close()
        self._http.close()
        self._socket.close()

    def _connected(self) -> socket.socket:
        problem: OSError = ConnectionError()
        for number in self._numbers[:4]:
            self._deadline.check()
            try:
                connection = socket.create_connection(
                    (number, self._address.port),
                    timeout=min(self._reach.connect_seconds, self._deadline.left),
                )
            except OSError as failed:
                problem = failed
            else:
                if not may_be_asked(str(connection.getpeername()[0]), networks=self._reach.networks):
                    connection.close()
                    raise NotReached("not_public")
                connection.settimeout(max(self._deadline.left, 0.1))
                return connection
        raise problem

    @property
    def reaches_own_network(self) -> bool:
        """Whether only machines of the allowed own networks stand behind the name."""
        return all(
            any(ip_address(number.partition("%")[0]) in network for network in self._reach.networks)
            for number in self._numbers
        )

    def ask(
        self, headers: Mapping[str, str], *, method: str = "GET", body: bytes | None = None
    ) -> HTTPResponse:
        """The beginning of the answer; its body is still to be read."""
        sent = {"Host": self._address.host_and_port, "Connection": "close", **headers}
        if self._address.user:
            pair = f"{self._address.user}:{self._address.password}".encode()
            sent["Authorization"] = f"Basic {b64encode(pair).decode('ascii')}"
        self._http.request(method, self._address.target, body=body, headers=sent)
        self._answer = self._http.getresponse()
        return self._answer


def _in_time(resolver: Resolver, host: str, port: int, deadline: Deadline, reach: Reach) -> list[str]:
    """The addresses of a name; asking the system cannot be interrupted, so a thread waits for it."""
    answers: queue.Queue[list[str] | Exception] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(list(resolver(host, port)))
        except Exception as problem:
            answers.put(problem)

    threading.Thread(target=ask, daemon=True, name="labspace-name").start()
    try:
        answer = answers.get(timeout=max(min(reach.connect_seconds, deadline.left), 0.01))
    except queue.Empty:
        raise NotReached("name_too_slow") from None
    if isinstance(answer, Exception):
        raise NotReached("unknown_host")
    return answer


def code_of(problem: Exception) -> str:
    """What went wrong on the wire, as a word for `words`."""
    match problem:
        case ssl.SSLError():
            return "certificate"
        case TimeoutError():
            return "too_slow"
        case ConnectionRefusedError():
            return "nobody_there"
        case IncompleteRead():
            return "cut_off"
        case OSError():
            return "connection_broke"
        case _:
            return "no_http"
