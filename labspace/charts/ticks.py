"""Nice numbers for an axis: from zero in equal steps that people count in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

AXIS = (Fraction(1), Fraction(2), Fraction(5))
"""What an axis counts in, times a power of ten."""
CLASSES = (*map(Fraction, ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8")),)
"""Finer ones for the bounds of a heat map, so that there are hardly ever fewer than four."""


def ticks(
    greatest: Fraction, *, at_most: int = 6, is_whole: bool = False, steps: Sequence[Fraction] = AXIS
) -> tuple[Fraction, ...]:
    """0, and equal steps to the first tick that is not below `greatest`; at most `at_most` of them.

    Bars start at zero, so every axis does. Where nothing was counted the axis is 0 to 1.
    Raises `ValueError` for a negative number: no figure of figures.md is below zero.
    """
    if greatest < 0:
        raise ValueError(f"an axis begins at zero, {greatest} lies below")
    if greatest == 0:
        return Fraction(0), Fraction(1)
    step = nice_step(greatest / (at_most - 1), steps=steps, is_whole=is_whole)
    return tuple(step * n for n in range(math.ceil(greatest / step) + 1))


def nice_step(least: Fraction, *, steps: Sequence[Fraction], is_whole: bool) -> Fraction:
    """The smallest of `steps` times a power of ten that is not below `least`, which is above zero."""
    if is_whole and least <= 1:
        return Fraction(1)
    power = Fraction(1)
    while power * 10 <= least:
        power *= 10
    while power > least:
        power /= 10
    candidates = (power * step for step in (*steps, Fraction(10)))
    return next(c for c in candidates if c >= least and (c.denominator == 1 or not is_whole))
