"""Who used the cores: processor time of processes, where the system tells it (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pids: Iterable[int]) -> float:
    """What these processes have used since they began; 0 where nothing is known."""
    return sum(_of(Path(f"/proc/{pid}/stat")) for pid in pids)


def cpu_nanoseconds(pid: int | None) -> int:
    """As `cpu_seconds` of one process, exactly; 0 where nothing is known."""
    fields = _read(Path(f"/proc/{pid}/schedstat")).split()
    return int(fields[0]) if fields else 0


def with_children(pid: int) -> set[int]:
    """A process and all below it."""
    parents = {int(path.parent.name): _parent(path) for path in Path("/proc").glob("[0-9]*/stat")}
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def backends_of(database: str) -> set[int]:
    """The processes of a PostgreSQL on this machine that serve a database."""
    mark = f" {database} ".encode()
    return {int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if mark in _read(path)}


def _fields(path: Path) -> list[bytes]:
    # The name in brackets may hold blanks; what follows it does not.
    return _read(path).rpartition(b")")[2].split()


def _of(path: Path) -> float:
    fields = _fields(path)
    return (int(fields[11]) + int(fields[12])) / TICK if len(fields) > 12 else 0.0


def _parent(path: Path) -> int:
    fields = _fields(path)
    return int(fields[1]) if len(fields) > 1 else 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
