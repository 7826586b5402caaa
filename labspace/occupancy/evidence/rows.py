"""Pure: one thing that stands behind a number, and what it adds to it."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from labspace.visits.kinds import DataGrade


class Thing(enum.Enum):
    """What a row is about."""

    BOOKING = "booking"
    WALK_IN = "walk_in"
    """People counted without a booking; the key tells nothing."""
    DAY = "day"
    """A day of a house."""
    SPACE = "space"
    PERSON = "person"
    """Somebody, counted and not named."""
    ORGANISATION = "organisation"
    TENANCY = "tenancy"
    SLOT = "slot"
    """A pop-up space and its weeks."""
    WISH = "wish"
    """A wish on the waiting list."""
    MONEY = "money"
    FULL_TIME = "full_time"
    """Quarter hours one after the other in which at least 80 % were in use; the amount says how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one thing adds to a number, in the number's own unit."""

    thing: Thing
    key: int
    """Its id."""
    house_id: int
    """0: of no house alone."""
    at: datetime
    """When it was, by which lists are ordered."""
    amount: Fraction
    """All rows of a list together are the numerator."""
    of: Fraction | None = None
    """All together are the denominator; None: that rests on something else, such as opening hours."""
    grade: DataGrade | None = None
    organisations: frozenset[int] = frozenset()
    """For whom a person came."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What the rows of a list come to."""

    amount: Fraction
    of: Fraction | None


def sums_of(rows: Sequence[Row]) -> Sums:
    """All rows together; nothing but zero where there are none."""
    divided = [row.of for row in rows if row.of is not None]
    return Sums(sum((row.amount for row in rows), Fraction()), sum(divided, Fraction()) if divided else None)
