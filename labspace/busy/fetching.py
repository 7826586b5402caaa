"""A calendar fetched from elsewhere, never longer, larger or from nearer than allowed.

Each redirect is judged anew, as `outward.calls` judges every address. Nothing here logs an address; what failed is a code.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse

from labspace.busy.kinds import MOST_BYTES
from labspace.outward.addresses import Address, AddressRefused, redirected
from labspace.outward.calls import Connection, Deadline, NotReached, Reach, Resolver, code_of, resolved

MOST_REDIRECTS = 4
_CHUNK = 64 * 1024
AGENT = "labspace-calendar/1 (+subscribed calendars; conditional requests)"
_HEADERS = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "gzip", "User-Agent": AGENT}


@dataclass(frozen=True, kw_only=True)
class Limits(Reach):
    """How far fetching goes."""

    most_bytes: int = MOST_BYTES
    """Of the calendar itself, unpacked."""


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
    deadline = Deadline(limits.seconds)
    try:
        for _hop in range(MOST_REDIRECTS + 1):
            with Connection(address, deadline, limits, resolver) as connection:
                answer = connection.ask(
                    {**_HEADERS, **{name: value for name, value in asked.items() if value}}
                )
                if answer.status in {301, 302, 303, 307, 308}:
                    address = redirected(address, answer.getheader("Location") or "")
                    continue
                return _taken(answer, deadline, limits)
    except (AddressRefused, NotReached) as refused:
        raise NotFetched(refused.code) from None
    except (OSError, HTTPException, ValueError) as problem:
        raise NotFetched(deadline.code or code_of(problem)) from None
    raise NotFetched("too_many_redirects")


def _taken(answer: HTTPResponse, deadline: Deadline, limits: Limits) -> Fetched:
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


def _body(answer: HTTPResponse, deadline: Deadline, limits: Limits) -> bytes:
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


def _header(answer: HTTPResponse, name: str, longest: int) -> str:
    value = (answer.getheader(name) or "").strip()
    return value if len(value) <= longest and value.isprintable() and value.isascii() else ""


def _seconds(text: str | None) -> int:
    text = (text or "").strip()
    return min(int(text), 10**12) if text.isascii() and text.isdecimal() and len(text) < 15 else 0
