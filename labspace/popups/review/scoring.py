"""Pure: what points of several reviewers come to, and the order that follows.

A review is worth the weighted mean of its points as a share of the most one can give; an application
the mean of its reviews. All exact fractions: two that are equal share a rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

MOST_POINTS = 5

Points = Mapping[int, int]
"""Points by criterion, each 0 to 5."""


def worth(points: Points, weights: Mapping[int, int]) -> Fraction:
    """A review as a share of one; every criterion of `weights` must have its points."""
    most = MOST_POINTS * sum(weights.values())
    return Fraction(sum(weight * points[criterion] for criterion, weight in weights.items()), most)


def total(reviews: Iterable[Points], weights: Mapping[int, int]) -> Fraction | None:
    """The mean worth of all reviews; None before there is any."""
    worths = [worth(points, weights) for points in reviews]
    return sum(worths, Fraction(0)) / len(worths) if worths else None


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """An application in its place."""

    application_id: int
    rank: int | None
    """1 for the best; equals share a rank and the next one is left out. None: not reviewed."""
    score: Fraction | None


def ranking(totals: Mapping[int, Fraction | None]) -> list[Ranked]:
    """All applications, best first; equals and those without a review by their id."""
    scored = sorted(
        ((score, application_id) for application_id, score in totals.items() if score is not None),
        key=lambda pair: (-pair[0], pair[1]),
    )
    best: dict[Fraction, int] = {}
    for place, (score, _application_id) in enumerate(scored, start=1):
        best.setdefault(score, place)
    ranked = [Ranked(application_id=one, rank=best[score], score=score) for score, one in scored]
    unscored = sorted(one for one, score in totals.items() if score is None)
    return ranked + [Ranked(application_id=one, rank=None, score=None) for one in unscored]


def reserve_order(scores: Mapping[int, Fraction | None], handed_in: Mapping[int, datetime]) -> list[int]:
    """The applications of `scores`, best first; equals, and behind all those without a score, by when handed in.

    A score is a share of one, so that applications of different calls stand in one list.
    """

    def place(one: int) -> tuple[bool, Fraction, datetime, int]:
        score = scores[one]
        return score is None, -(score or Fraction(0)), handed_in[one], one

    return sorted(scores, key=place)
