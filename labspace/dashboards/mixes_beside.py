"""The mixes of houses or periods beside each other (K24)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from labspace.dashboards.mixes import TITLES, name_of
from labspace.dashboards.numbers import text
from labspace.occupancy.figures.figures import Figures, MixShare
from labspace.occupancy.kinds import Unit


@dataclass(frozen=True, kw_only=True)
class MixTable:
    """One split: a line for each key that occurs anywhere, a share for each column."""

    html_id: str
    title: str
    over: str
    lines: Sequence[tuple[str, tuple[str, ...]]]


def mixes_beside(some: Sequence[Figures]) -> Iterator[MixTable]:
    """A table of each split of these figures, largest shares of the first column first.

    A key nobody used is 0 % where others were used, and "k. A." where nothing was. No table where
    nothing was used at all, or K24 was not asked for.
    """
    for of, (title, over) in TITLES.items():
        columns = [{share.key: share for share in figures.mixes.get(of, ())} for figures in some]
        keys = list(dict.fromkeys(key for column in columns for key in column))
        if keys:
            yield MixTable(
                html_id=f"mix-{of.value}",
                title=str(title),
                over=str(over),
                lines=[(name_of(of, key), tuple(_share(column, key) for column in columns)) for key in keys],
            )


def _share(column: dict[str, MixShare], key: str) -> str:
    if not column:
        return text(None, Unit.SHARE)
    return text(column[key].share if key in column else Fraction(), Unit.SHARE)
