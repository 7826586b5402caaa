"""How far an export or import has come, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called after some rows with the table at hand, rows done and rows in all."""


def said_in_tenths(say: Callable[[str], None]) -> Progress:
    """Says something about ten times, however many rows there are."""
    said = 0

    def progress(table: str, done: int, total: int) -> None:
        nonlocal said
        tenth = done * 10 // total if total else 10
        if tenth > said:
            said = tenth
            say(f"{tenth * 10:3d} %  {done} of {total} rows ({table})")

    return progress
