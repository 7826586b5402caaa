"""How long visits count, as pages show it."""

from __future__ import annotations

from collections.abc import Sequence

from labspace.formats import duration_text
from labspace.houses.dated.rows import Row
from labspace.houses.dated.shown import Pair
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.visit_stays import USUAL
from labspace.words import gettext as _


def stay_facts(rows: Sequence[Row]) -> list[Pair]:
    """How long one visit counts on a day, kind by kind."""
    said = {SpaceKind(row["kind"]): duration_text(row["minutes"]) for row in rows}
    return [(str(kind.label), said.get(kind) or usual_text(kind)) for kind in USUAL]


def usual_text(kind: SpaceKind) -> str:
    """What holds where the house says nothing."""
    return _("wie üblich: %(time)s", time=duration_text(int(USUAL[kind].total_seconds()) // 60))
