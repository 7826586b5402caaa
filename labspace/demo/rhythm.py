"""Pure: when people come – weekdays, seasons, hours of the day, and how far ahead they book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import exp

from labspace.spaces.kinds import SpaceKind

WEEKDAYS = {
    SpaceKind.DESK: (0.95, 1.15, 1.2, 1.15, 0.8, 0.55, 0.4),
    SpaceKind.MEETING_ROOM: (0.9, 1.2, 1.15, 1.2, 0.75, 0.35, 0.2),
    SpaceKind.CAFE_TABLE: (0.8, 0.9, 0.95, 1.0, 1.15, 1.5, 1.0),
}
"""Monday first."""
MONTHS = (0.94, 1.0, 1.07, 1.03, 1.0, 0.97, 0.76, 0.78, 1.08, 1.1, 1.12, 0.82)
"""January first: quiet summer holidays and December."""


@dataclass(frozen=True)
class Habit:
    """How one kind of space is used: `share` of open time booked, by visits of `minutes` on average."""

    share: float
    minutes: int
    ahead_days: float
    """Mean time between booking and visit."""
    hours: Mapping[int, float]
    """Weight of each hour of the day as a beginning; noon dips, except in the café."""
    durations: tuple[int, ...]


HABITS = {
    SpaceKind.DESK: Habit(
        0.65,
        245,
        5.0,
        {7: 0.2, 8: 1.2, 9: 1.4, 10: 0.8, 11: 0.4, 12: 0.35, 13: 1.1, 14: 0.9, 15: 0.6, 16: 0.3, 17: 0.1},
        (60, 90, 120, 120, 150, 180, 180, 240),
    ),
    SpaceKind.MEETING_ROOM: Habit(
        0.74,
        95,
        9.0,
        {7: 0.1, 8: 0.5, 9: 1.2, 10: 1.4, 11: 1.0, 12: 0.35, 13: 0.8, 14: 1.3, 15: 1.2, 16: 0.8, 17: 0.35},
        (30, 45, 60, 60, 60, 90, 90, 120, 120, 180),
    ),
    SpaceKind.CAFE_TABLE: Habit(
        0.24,
        85,
        3.0,
        {8: 0.4, 9: 0.7, 10: 0.9, 11: 1.0, 12: 1.6, 13: 1.3, 14: 0.9, 15: 1.2, 16: 0.9, 17: 0.5},
        (60, 75, 90, 90, 120),
    ),
}
DAILY = tuple(HABITS)
"""Kinds people book by the hour, at once."""
FULL_DAY, HALF_DAY = (450, 480, 510, 540), (180, 210, 240, 270)
DESK_FULL, DESK_HALF = 0.3, 0.4
"""Share of desk visits that last the whole or half a day; the rest stay for hours."""


def season(day: date) -> float:
    """How lively a day of the year is; 1.0 is usual."""
    between_the_years = (day.month == 12 and day.day >= 21) or (day.month == 1 and day.day <= 6)
    return MONTHS[day.month - 1] * (0.4 if between_the_years else 1.0)


def booked_already(kind: SpaceKind, days_ahead: int) -> float:
    """Share of the visits of a coming day that are in the books today."""
    return 1.0 if days_ahead < 0 else exp(-(days_ahead + 0.5) / (HABITS[kind].ahead_days * 1.8))


def visits_on(kind: SpaceKind, day: date, *, open_minutes: float, days_ahead: int) -> float:
    """How many visits to expect on one space on a day, kept and cancelled ones."""
    habit = HABITS[kind]
    kept = open_minutes * habit.share / habit.minutes
    return kept * 1.12 * WEEKDAYS[kind][day.weekday()] * season(day) * booked_already(kind, days_ahead)
