"""The four demonstration houses, as files of the documented format."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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


def load_houses(session: Session) -> list[Location]:
    """Put the four houses into an empty system."""
    return [house for name in FILES for house in import_houses(session, house_file(name))]
