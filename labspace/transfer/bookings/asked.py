"""What a line of a file from elsewhere asks for, and what is found about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One booking to be; times by the clock of the house, or aware."""

    line: int
    space: str
    """Public id of the space, or how the file calls it."""
    email: str
    starts_at: datetime
    ends_at: datetime
    title: str = ""
    people: int = 1
    uid: str = ""
    """iCalendar UID it had elsewhere; empty: it gets one."""


@dataclass(frozen=True, order=True)
class Finding:
    """Why a line cannot be taken, in a sentence; line 0 is about the whole file."""

    line: int
    said: str


class NotRead(ValueError):
    """A cell or a file means nothing here; `code` and `values` say what, `words.not_read_text` in a sentence."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values

    def __str__(self) -> str:
        """For logs: the code in words."""
        return ": ".join([self.code.replace("_", " "), *self.values.values()])
