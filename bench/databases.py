"""A fresh copy of the measured data that forgets nothing when a process or the machine fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.copying import copy_to_postgresql
from bench.dataset import Size, kept_file, sqlite_copy
from tests.support import postgres

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
"""As a deployment has it; the tests' server forgets what the machine forgets."""


@contextmanager
def durable_database(
    engine: str, folder: Path, *, say: Callable[[str], None], reuse: bool = False
) -> Iterator[str]:
    """The URL of a copy on this engine, for as long as the block runs."""
    if engine == "sqlite":
        yield sqlite_copy(Size(), folder, say=say, reuse=reuse)
        return
    postgres.OPTIONS.update(DURABLE)
    with postgres.running_server() as server, server.database() as url:
        copy_to_postgresql(kept_file(Size(), folder, say=say, reuse=reuse), url)
        yield url
