"""A calendar fetched from elsewhere, never longer, larger or from nearer than allowed.

The name is resolved once, every address is judged, and the judged address itself is connected to:
a name that answers differently the second time reaches nothing. Each redirect is judged anew.
Nothing here logs an address; what failed is a code.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from time import monotonic

from config import Network
from labspace.busy.addresses import Address, AddressRefused, may_be_asked, redirected
from labspace.busy.kinds import MOST_BYTES

MOST_REDIRECTS = 4
_CHUNK = 64 * 1024
AGENT = "labspace-calendar/1 (+subscribed calendars; conditional requests)"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How far fetching goes."""

    seconds: float = 20.0
    """For everything together: name, connections, redirects, body."""
    connect_seconds: float = 5.0
    most_bytes: int = MOST_BYTES
    """Of the calendar itself, unpacked."""
    networks: tuple[Network, ...] = ()
    """Of the own house that may be asked beside public addresses."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the content, or None where nothing changed since."""

    content: bytes | None
    etag: str = ""
    last_modified: str = ""


class NotFetched(Exception):
    """Nothing usable came; `code` says why, `retry_after` in seconds when the server wants to be left alone."""

    def __init__(self, code: str, *, status: int = 0, retry_after: int = 0) -> None:
        super().__init__(code)
        self.code, self.status, self.retry_after = code, status, retry_after


Resolver = Callable[[str, int], Iterable[str]]


def resolved(host: str, port: int) -> list[str]:
    """The addresses behind a name, in the order of the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def fetch(
    address: Address,
    *,
    etag: str = "",
    last_modified: str = "",
    limits: Limits = Limits(),
    resolver: Resolver = resolved,
) -> Fetched:
    """The calendar behind `address`; raises `NotFetched`. Asks whether it changed, where it can."""
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    deadline = _Deadline(limits.seconds)
    try:
        for _hop in range(MOST_REDIRECTS + 1):
            with _Connection(address, deadline, limits, resolver) as connection:
                answer = connection.ask({name: value for name, value in asked.items() if value})
                if answer.status in {301, 302, 303, 307, 308}:
                    address = redirected(address, answer.getheader("Location") or "")
                    continue
                return _taken(answer, deadline, limits)
    except AddressRefused as refused:
        raise NotFetched(refused.code) from None
    except (OSError, HTTPException, ValueError) as problem:
        raise NotFetched(deadline.code or _code_of(problem)) from None
    raise NotFetched("too_many_redirects")


def _taken(answer: HTTPResponse, deadline: _Deadline, limits: Limits) -> Fetched:
    if answer.status == 304:
        return Fetched(None)
    if answer.status != 200:
        raise NotFetched(
            _CODES.get(answer.status, "server_error" if answer.status >= 500 else "refused_by_server"),
            status=answer.status,
            retry_after=_seconds(answer.getheader("Retry-After")),
        )
    content = _body(answer, deadline, limits)
    return Fetched(content, _header(answer, "ETag", 300), _header(answer, "Last-Modified", 80))


_CODES = {401: "sign_in_wanted", 403: "sign_in_wanted", 404: "gone", 410: "gone", 429: "asked_too_often"}


def _body(answer: HTTPResponse, deadline: _Deadline, limits: Limits) -> bytes:
    packing = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise NotFetched("unknown_packing")
    if packing == "identity" and _seconds(answer.getheader("Content-Length")) > limits.most_bytes:
        raise NotFetched("too_big")
    unpack = _Unpacking(packing, limits.most_bytes)
    while chunk := answer.read(_CHUNK):
        deadline.check()
        unpack.take(chunk)
    deadline.check()
    if answer.length:
        raise NotFetched("cut_off")
    return unpack.whole()


@dataclass
class _Unpacking:
    """Unpacks while it comes, and stops at the limit: a bomb of some kilobytes never unfolds."""

    packing: str
    most: int
    _parts: list[bytes] = field(default_factory=list)
    _size: int = 0

    def __post_init__(self) -> None:
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32) if self.packing != "identity" else None

    def take(self, chunk: bytes) -> None:
        while chunk:
            part, chunk = chunk, b""
            if self._unpacker is not None:
                try:
                    part = self._unpacker.decompress(part, self.most - self._size + 1)
                except zlib.error:
                    raise NotFetched("cut_off") from None
                chunk = self._unpacker.unconsumed_tail
            self._size += len(part)
            if self._size > self.most:
                raise NotFetched("too_big")
            self._parts.append(part)

    def whole(self) -> bytes:
        if self._unpacker is not None and not self._unpacker.eof:
            raise NotFetched("cut_off")
        return b"".join(self._parts)


class _Deadline:
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


class _Connection:
    """One request to one judged address."""

    def __init__(self, address: Address, deadline: _Deadline, limits: Limits, resolver: Resolver) -> None:
        self._address, self._deadline, self._limits = address, deadline, limits
        self._answer: HTTPResponse | None = None
        numbers = _in_time(resolver, address.host, address.port, deadline, limits)
        # One bad address among good ones is reason enough: which one is taken would be chance.
        if not numbers or not all(may_be_asked(number, networks=limits.networks) for number in numbers):
            raise NotFetched("not_public" if numbers else "unknown_host")
        self._numbers = numbers

    def __enter__(self) -> _Connection:
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
                    timeout=min(self._limits.connect_seconds, self._deadline.left),
                )
            except OSError as failed:
                problem = failed
            else:
                if not may_be_asked(str(connection.getpeername()[0]), networks=self._limits.networks):
                    connection.close()
                    raise NotFetched("not_public")
                connection.settimeout(max(self._deadline.left, 0.1))
                return connection
        raise problem

    def ask(self, conditions: dict[str, str]) -> HTTPResponse:
        headers = {
            "Host": self._address.host_and_port,
            "Accept": "text/calendar, */*;q=0.1",
            "Accept-Encoding": "gzip",
            "User-Agent": AGENT,
            "Connection": "close",
            **conditions,
        }
        if self._address.user:
            pair = f"{self._address.user}:{self._address.password}".encode()
            headers["Authorization"] = f"Basic {b64encode(pair).decode('ascii')}"
        self._http.request("GET", self._address.target, headers=headers)
        self._answer = self._http.getresponse()
        return self._answer


def _in_time(resolver: Resolver, host: str, port: int, deadline: _Deadline, limits: Limits) -> list[str]:
    """The addresses of a name; asking the system cannot be interrupted, so a thread waits for it."""
    answers: queue.Queue[list[str] | Exception] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(list(resolver(host, port)))
        except Exception as problem:
            answers.put(problem)

    threading.Thread(target=ask, daemon=True, name="labspace-name").start()
    try:
        answer = answers.get(timeout=max(min(limits.connect_seconds, deadline.left), 0.01))
    except queue.Empty:
        raise NotFetched("name_too_slow") from None
    if isinstance(answer, Exception):
        raise NotFetched("unknown_host")
    return answer


def _header(answer: HTTPResponse, name: str, longest: int) -> str:
    value = (answer.getheader(name) or "").strip()
    return value if len(value) <= longest and value.isprintable() and value.isascii() else ""


def _seconds(text: str | None) -> int:
    text = (text or "").strip()
    return min(int(text), 10**12) if text.isascii() and text.isdecimal() and len(text) < 15 else 0


def _code_of(problem: Exception) -> str:
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
