"""The four demonstration houses, as files of the documented format."""

from __future__ import annotations

from datetime import date
from itertools import count
from math import ceil
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.demo.copies import open_since, renamed_house
from labspace.front.house_import import import_houses
from labspace.locations.models import Location

FILES = ("bochum", "herne", "witten", "hattingen")
_FOLDER = Path(__file__).parent / "houses"


def house_file(name: str) -> bytes:
    """The file of one demonstration house."""
    return (_FOLDER / f"{name}.json").read_bytes()


def is_empty(session: Session) -> bool:
    """Whether nobody has put a house into this system yet."""
    return not session.scalar(select(func.count(Location.id)))


def is_demonstration(session: Session) -> bool:
    """Whether every house here is invented; only then may invented load be added."""
    return not session.scalar(select(func.count(Location.id)).where(~Location.is_demo))


def load_houses(session: Session, *, since: date | None = None) -> list[Location]:
    """Put the four houses into an empty system, open from `since` on or longer."""
    return [
        house
        for name in FILES
        for house in import_houses(
            session, open_since(house_file(name), since) if since else house_file(name)
        )
    ]


def load_more_houses(session: Session, times: float, *, like: list[Location], since: date) -> list[Location]:
    """Add houses after the four under names of their own until there are `times` as many spaces."""
    wanted = max(1, ceil(len(like) * (times - 1)))
    known = set(session.scalars(select(Location.slug)))
    added: list[Location] = []
    for number in count(2):
        for name in FILES:
            if len(added) < wanted and f"{name}-{number}" not in known:
                added += import_houses(session, open_since(renamed_house(house_file(name), number), since))
        if len(added) >= wanted:
            return added
    raise AssertionError("unreachable")
