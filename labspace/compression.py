"""Answers leave compressed: a house page is 15 kB instead of 150 on the way to a phone."""

from __future__ import annotations

import gzip
import secrets
from functools import lru_cache
from io import BytesIO

from flask import Flask, Response, request

SMALLEST = 1400
"""Bytes that fit one packet anyway."""
LEVEL = 3
LARGE, LEVEL_OF_LARGE = 200_000, 5
"""A fifth smaller for two milliseconds: on a phone's network that is worth it where a page is large."""
SMALLEST_LEVEL = 9
MIMETYPES = frozenset(
    {
        "text/html",
        "text/css",
        "text/csv",
        "text/javascript",
        "text/plain",
        "application/json",
        "application/xml",
        "image/svg+xml",
    }
)
MOST_PADDING = 100


def compress_answers(app: Flask) -> None:
    """Compress what is text, large enough, and not compressed already."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if response.mimetype not in MIMETYPES:
        return response
    own_file = request.endpoint == "static" and response.status_code == 200
    if own_file:
        response.direct_passthrough = False
    elif response.direct_passthrough or response.is_streamed:
        return response
    if "Content-Encoding" in response.headers or response.status_code == 204:
        return response
    # That nothing has changed depends on the same headers as what was sent before (RFC 9110, 15.4.5).
    response.vary.add("Accept-Encoding")
    if (
        response.status_code == 304
        or not request.accept_encodings.quality("gzip")
        or len(body := response.get_data()) < SMALLEST
    ):
        return response
    same_for_all = own_file or response.cache_control.immutable
    response.set_data(_packed_once(body) if same_for_all else _gzip(body))
    response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=128)
def _packed_once(body: bytes) -> bytes:
    """What is the same for everybody holds no secret, and is made as small as it goes the first time it is asked for."""
    return gzip.compress(body, SMALLEST_LEVEL, mtime=0)


def level_of(body: bytes) -> int:
    """How hard a page is pressed."""
    return LEVEL_OF_LARGE if len(body) >= LARGE else LEVEL


def _gzip(body: bytes) -> bytes:
    # A page holds a secret (the token against forgery) beside words a stranger may put into its
    # address. The length of the compressed page must not tell whether the two agree (BREACH), so a
    # name of random length stands in the gzip header.
    padding = "a" * secrets.randbelow(MOST_PADDING)
    buffer = BytesIO()
    with gzip.GzipFile(
        filename=padding, mode="wb", compresslevel=level_of(body), fileobj=buffer, mtime=0
    ) as file:
        file.write(body)
    return buffer.getvalue()
