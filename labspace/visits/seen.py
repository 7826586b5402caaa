"""What somebody had before their eyes when they wrote a number down: carried by the form, asked for by the action."""

from __future__ import annotations

import re
from collections.abc import Iterable

from labspace.visits.kinds import VisitSource
from labspace.visits.models import VisitCount

_IDS = re.compile(r"[1-9]\d{0,17}", re.ASCII)


def seen_text(rows: Iterable[VisitCount]) -> str:
    """The numbers that hold, as a hidden field carries them; taps at the door go on and are left out."""
    ids = {row.id for row in rows if row.ended_at is None and row.source is not VisitSource.DOOR}
    return " ".join(map(str, sorted(ids)))


def seen_in(text: str | None) -> frozenset[int] | None:
    """The ids a form brought back; None where it carried no such field, and nothing is asked."""
    return None if text is None else frozenset(map(int, _IDS.findall(text[:20_000])))
