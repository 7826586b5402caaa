"""Where the lines of the record come from: each part that keeps a log of its own tells its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from labspace.locations.models import Location


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """What was done, when and by whom, and the way back."""

    at: datetime
    by: str
    what: str
    lines: Sequence[str] = ()
    """What was before and is now, and what became of bookings."""
    url: str = ""
    """The page that shows it whole; empty: there is none, or it is not for the reader."""
    undo: str = ""
    """Address that takes it back at once; empty: it is not taken back here."""
    way_back: str = ""
    """What to do on the page of `url` to take it back; empty: it is not taken back there."""
    taken_back: str = ""
    """By whom and when; empty: it stands."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose record is read, and for whom."""

    session: Session
    house: Location
    keeps: bool
    """Whether the reader may take something back."""
    administers: bool = False
    """Whether the reader looks after all houses."""
    now: datetime
    limit: int
    """No source needs to tell more lines than this, the latest first."""

    @property
    def today(self) -> date:
        return self.now.astimezone(self.house.zone).date()


Source: TypeAlias = Callable[[Asked], Iterable[RecordLine]]

_SOURCES: list[Source] = []


def register_source(source: Source) -> Source:
    """Let the record have the lines of this log; a decorator."""
    _SOURCES.append(source)
    return source


def lines_of(asked: Asked) -> list[RecordLine]:
    """The lines of all logs, the latest first."""
    found = [line for source in _SOURCES for line in source(asked)]
    return sorted(found, key=lambda line: line.at, reverse=True)[: asked.limit]
