"""What the API tells of occupancy."""

from __future__ import annotations

from labspace.api.ground.schemas import Answered, Day
from labspace.spaces.kinds import SpaceKind


class OccupancyRow(Answered):
    """The figures of one group: hours unrounded, rates from 0 to 1; null where there is nothing to say."""

    location: str | None = None
    kind: SpaceKind | None = None
    month: str | None = None
    week: str | None = None
    weekday: int | None = None
    daypart: str | None = None
    theme: str | None = None
    bookable_hours: float | None
    booked_hours: float | None
    used_hours: float | None
    booking_rate: float | None
    frequency_rate: float | None
    occupancy_rate: float | None
    activated_hours: float | None
    activation_rate: float | None
    evening_hours: float | None
    weekend_hours: float | None
    visits: int | None
    no_show_rate: float | None
    setup_hours: float | None
    suppressed: list[str]


class Unpublished(Answered):
    """A month of a house that is not public, or not yet: nothing of it is in the rows."""

    location: str
    month: str


class OccupancyAnswer(Answered):
    """Rows by group, and all of it as a group of its own."""

    first: Day
    last: Day
    group_by: list[str]
    rows: list[OccupancyRow]
    total: OccupancyRow
    unpublished: list[Unpublished]
    demo: bool


class GradeShare(Answered):
    """How much of a figure rests on one grade of data: A counted, B tally, C report, D estimate."""

    grade: str
    share: float


class IndicatorAnswer(Answered):
    """One number of an indicator; most have only their `main`."""

    id: str
    part: str
    name: str
    part_name: str
    definition: str
    formula: str
    unit: str
    value: float | None
    numerator: float | None
    denominator: float | None
    coverage: float | None
    grades: list[GradeShare]
    data_grade: str | None
    estimated: bool
    internal: float | None
    suppressed: bool


class IndicatorsAnswer(Answered):
    """K01 to K25 of some houses and days."""

    first: Day
    last: Day
    locations: list[str]
    indicators: list[IndicatorAnswer]
    left_censored: bool
    unpublished: list[Unpublished]
    demo: bool
