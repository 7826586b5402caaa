"""The list twin of the plan: the same spaces by kind, what fits the asked time best first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from labspace.bookings.availability import Standing
from labspace.front.house_day import HouseDay
from labspace.front.links import time_query
from labspace.front.space_view import SpaceView
from labspace.spaces.house import HouseSpace
from labspace.spaces.kinds import SpaceKind
from labspace.words import gettext as _
from labspace.words import ngettext

KIND_ORDER = tuple(SpaceKind)
FITNESS = (
    Standing.YOURS,
    Standing.FREE,
    Standing.PARTLY,
    Standing.HELD,
    Standing.TAKEN,
    Standing.BARRED,
    Standing.CLOSED,
)
"""The order within a kind: what fits the asked time best stands first."""


@dataclass(frozen=True)
class KindList:
    """The spaces of one kind, and how many of them are free."""

    kind: SpaceKind
    name: str
    free: int
    total: int
    count_text: str
    views: tuple[SpaceView, ...]
    """Without those that are too small for the people asked for."""
    too_small: str
    """How many these are, in words; empty: none."""

    @property
    def share(self) -> float:
        """How many hundredths are free."""
        return round(100 * self.free / self.total) if self.total else 0


def kind_lists(views: Iterable[SpaceView]) -> list[KindList]:
    """Kinds in their order, in each the best fitting first."""
    ordered = sorted(
        views,
        key=lambda view: (KIND_ORDER.index(view.kind), FITNESS.index(view.standing), -view.share_free),
    )
    return [_kind_list(kind, tuple(group)) for kind, group in groupby(ordered, key=lambda view: view.kind)]


def _kind_list(kind: SpaceKind, views: tuple[SpaceView, ...]) -> KindList:
    # A whole made of parts is another way to book them, not one space more (figures.md R2).
    units = [view for view in views if view.is_unit]
    free = sum(view.standing is Standing.FREE for view in units)
    text = _("%(free)d von %(total)d frei", free=free, total=len(units))
    small = sum(view.is_too_small for view in views)
    return KindList(
        kind,
        str(kind.plural),
        free,
        len(units),
        text,
        tuple(view for view in views if not view.is_too_small) if small else views,
        ngettext("%(num)d Fläche ist dafür zu klein.", "%(num)d Flächen sind dafür zu klein.", small)
        if small
        else "",
    )


def alternatives(opened: tuple[HouseSpace, SpaceView], views: Iterable[SpaceView]) -> list[SpaceView]:
    """Up to three free spaces of the same kind, when the opened one cannot be had."""
    _space, view = opened
    if view.standing in {Standing.FREE, Standing.YOURS}:
        return []
    same = (other for other in views if other.kind is view.kind and other.standing is Standing.FREE)
    return list(same)[:3]


def pool_url(day: HouseDay, views: Collection[SpaceView]) -> str:
    """Where "any free desk" leads; empty when none is free for the whole time."""
    if not any(
        view.kind is SpaceKind.DESK and view.standing is Standing.FREE and not view.hint for view in views
    ):
        return ""
    query = time_query(day.asked.span, zone=day.house.zone)
    return "/buchungen/neu?" + urlencode({"standort": day.house.slug, "art": "desk", **query})
