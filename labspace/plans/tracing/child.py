"""The process that reads one foreign file: bytes in, a sheet as JSON or a picture out, or why not."""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress

from labspace.plans.tracing.apart import REFUSED, Format
from labspace.plans.tracing.limits import TooMuch, Unreadable

COMPUTING_SECONDS = 40
MEMORY_BYTES = 2 * 1024**3


def main() -> None:
    """Read standard input as the format named first; ends with `REFUSED` and JSON when it does not."""
    _limit()
    data = sys.stdin.buffer.read()
    try:
        answer = _read(Format(sys.argv[1]), data, *sys.argv[2:])
    except Unreadable as unreadable:
        _refuse(unreadable.code, unreadable.values)
    except (TooMuch, MemoryError, RecursionError):
        _refuse("drawing_too_much", {})
    else:
        sys.stdout.buffer.write(answer)


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_CPU, COMPUTING_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # Some systems know a limit and do not let it be set; the counted limits hold there too.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (least, least))


def _read(kind: Format, data: bytes, *more: str) -> bytes:
    if kind is Format.PDF:
        from labspace.plans.tracing.pdf import read_page

        return read_page(data, int(more[0]))
    if kind is Format.SVG:
        from labspace.plans.tracing.svg import read_svg as read
    else:
        from labspace.plans.tracing.dxf import read_dxf as read
    return json.dumps(read(data).as_json(), ensure_ascii=False, separators=(",", ":")).encode()


def _refuse(code: str, values: dict[str, int]) -> None:
    sys.stdout.write(json.dumps({"code": code, "values": values}))
    sys.exit(REFUSED)
