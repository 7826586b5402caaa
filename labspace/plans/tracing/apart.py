"""Foreign drawings and PDF pages read in a process of their own, with little time, memory and nothing to write.

The readers are other people's programs for formats that hide bombs; what goes wrong there ends the reader
and not the server. The child gets the bytes and nothing else: no settings, no secrets, no database.
"""

from __future__ import annotations

import enum
import json
import os
import subprocess
import sys
from threading import BoundedSemaphore
from typing import Any

from labspace.errors import Refusal, Refused
from labspace.plans.tracing.limits import MAX_BYTES
from labspace.plans.tracing.sheets import Sheet, sheet_from

SECONDS = 60
"""By the clock; the child's own limit of computing time is shorter."""
WAITING_SECONDS = 30
_TURNS = BoundedSemaphore(2)
"""Files one server process has read at once: readers take a core each."""


class Format(enum.Enum):
    """What the child is asked to read."""

    SVG = "svg"
    DXF = "dxf"
    PDF = "pdf"


def read_drawing(kind: Format, data: bytes) -> Sheet:
    """The drawing in an SVG or DXF file. Raises `Refused` with one of the codes of `tracing.sentences`."""
    sheet = sheet_from(json.loads(_answer(kind, data)))
    if not sheet.lines:
        raise Refused(Refusal("drawing_empty"))
    return sheet


def read_pdf_page(data: bytes, number: int) -> bytes:
    """A page of a PDF as JPEG. Raises `Refused`."""
    return _answer(Format.PDF, data, str(number))


def _answer(kind: Format, data: bytes, *more: str) -> bytes:
    if not data:
        raise Refused(Refusal("file_empty"))
    if len(data) > MAX_BYTES:
        raise Refused(Refusal("file_too_large"))
    if not _TURNS.acquire(timeout=WAITING_SECONDS):
        raise Refused(Refusal("readers_busy"))
    try:
        ended = subprocess.run(
            [sys.executable, "-P", "-c", "from labspace.plans.tracing.child import main; main()", kind.value, *more],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=_surroundings(),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Refused(Refusal("drawing_too_much")) from None
    finally:
        _TURNS.release()
    if ended.returncode == 0:
        return ended.stdout
    if ended.returncode == REFUSED:
        raise Refused(_refusal(json.loads(ended.stdout)))
    # Ended by its limits or by a fault of the reader: neither is the server's concern.
    raise Refused(Refusal("drawing_too_much" if ended.returncode < 0 else f"{kind.value}_broken"))


REFUSED = 3
"""How the child ends when it says why it does not read a file."""


def _refusal(told: dict[str, Any]) -> Refusal:
    return Refusal(str(told["code"]), dict(told["values"]))


def _surroundings() -> dict[str, str]:
    """All the child knows of the machine: where its modules are."""
    return {
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
        # No folder, so that no library leaves a cache or reads settings there.
        "HOME": os.devnull,
        "XDG_CACHE_HOME": os.devnull,
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
