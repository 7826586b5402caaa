"""Rows and indicators for everybody: only what was published, put together as anybody could (R12)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from labspace.api.occupancy.answers import OccupancyRow, Unpublished
from labspace.locations.models import Location
from labspace.occupancy.grouped.keys import Dimension
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.months import Month
from labspace.occupancy.released.lines import WHOLE, lines_of
from labspace.occupancy.released.models import PublicMonth
from labspace.occupancy.released.summing import Lines, Together, by_name, together
from labspace.spaces.kinds import SpaceKind

D, I = Dimension, Indicator  # noqa: E741 - the table below is read by these letters

HOURS = {
    "bookable_hours": I.BOOKABLE,
    "booked_hours": I.BOOKED,
    "used_hours": I.USED,
    "activated_hours": I.ACTIVATED,
    "evening_hours": I.EVENINGS,
    "weekend_hours": I.WEEKENDS,
    "visits": I.VISITS,
}
RATES = {
    "booking_rate": I.BOOKING_RATE,
    "frequency_rate": I.FREQUENCY_RATE,
    "occupancy_rate": I.PLACE_OCCUPANCY,
    "no_show_rate": I.NO_SHOWS,
}
OF_KINDS_APART = frozenset({I.BOOKABLE, I.BOOKED, I.USED, I.BOOKING_RATE, I.FREQUENCY_RATE, I.VISITS})
"""What adds up over kinds: a unit is of one kind, but a house lives with all of them at once."""


@dataclass
class Published:
    """The public months of some houses, and which of them are not public."""

    months: dict[tuple[str, str], Lines] = field(default_factory=dict)
    """By slug and month."""
    missing: list[Unpublished] = field(default_factory=list)


def published(session: Session, houses: Sequence[Location], months: Sequence[Month]) -> Published:
    """What is public of these houses and months now; one statement."""
    later, slugs = aliased(PublicMonth), {house.id: house.slug for house in houses}
    rows = session.scalars(
        select(PublicMonth).where(
            PublicMonth.location_id.in_(slugs),
            PublicMonth.month.between(months[0].first, months[-1].first),
            ~exists().where(
                later.location_id == PublicMonth.location_id,
                later.month == PublicMonth.month,
                later.version > PublicMonth.version,
            ),
        )
    )
    known = {(slugs[row.location_id], f"{row.month:%Y-%m}"): by_name(lines_of(row.lines)) for row in rows}
    found = Published()
    for house in houses:
        for month in months:
            if (lines := known.get((house.slug, str(month)))) is not None:
                found.months[house.slug, str(month)] = lines
            else:
                found.missing.append(Unpublished(location=house.slug, month=str(month)))
    return found


def public_rows(
    found: Published, by: Collection[Dimension], kinds: Collection[SpaceKind]
) -> Iterator[OccupancyRow]:
    """A row for each group of which anything was on offer."""
    groups: dict[tuple[str, str, str], list[Lines]] = {}
    for (slug, month), lines in sorted(found.months.items()):
        for kind in _kinds(lines, kinds) if D.KIND in by else [""]:
            key = (slug if D.LOCATION in by else "", kind, month if D.MONTH in by else "")
            groups.setdefault(key, []).append(lines)
    for (slug, kind, month), months in sorted(groups.items()):
        names = {"location": slug or None, "kind": kind or None, "month": month or None}
        yield public_row(months, [kind] if kind else _whole(kinds), names)


def _kinds(lines: Lines, kinds: Collection[SpaceKind]) -> list[str]:
    living = {name.key for name in lines if name.indicator is I.BOOKABLE} - {WHOLE}
    return sorted(living & {kind.value for kind in kinds or SpaceKind})


def _whole(kinds: Collection[SpaceKind]) -> list[str]:
    """The keys of all that was asked for: one for everything, else each kind."""
    asked = {kind.value for kind in kinds}
    return sorted(asked) if asked and asked != {kind.value for kind in SpaceKind} else [WHOLE]


def public_row(months: Sequence[Lines], keys: Sequence[str], names: Mapping[str, Any]) -> OccupancyRow:
    """The row of some months; what is hidden in any of them is null and named."""
    values: dict[str, Any] = {"setup_hours": None}
    for name, indicator in {**HOURS, **RATES}.items():
        values[name] = _told(_together(months, indicator, keys), is_count=name == "visits")
    values["activation_rate"] = _activation(months, keys)
    hidden = [name for name, value in values.items() if value is None and not _is_nothing(months, name, keys)]
    return OccupancyRow(**names, **values, suppressed=sorted(hidden))


def _together(months: Sequence[Lines], indicator: Indicator, keys: Sequence[str]) -> Together | None:
    if len(keys) > 1 and indicator not in OF_KINDS_APART:
        return None
    return together(months, indicator, keys=keys)


def _told(found: Together | None, *, is_count: bool) -> float | int | None:
    value = found.value if found is not None else None
    if value is None:
        return None
    return int(value) if is_count else float(value)


def _activation(months: Sequence[Lines], keys: Sequence[str]) -> float | None:
    """K11: both its parts are public, of a kind too."""
    active = _together(months, I.ACTIVATED, keys)
    opened = together(months, I.ACTIVATION_RATE)
    if active is None or opened is None or not opened.denominator:
        return None
    return float(active.numerator / opened.denominator)


def _is_nothing(months: Sequence[Lines], name: str, keys: Sequence[str]) -> bool:
    """Whether a rate is null because there is nothing to divide by, which hides nobody."""
    if name == "activation_rate":
        opened = together(months, I.ACTIVATION_RATE)
        return opened is not None and opened.denominator == Fraction(0)
    indicator = RATES.get(name)
    found = _together(months, indicator, keys) if indicator is not None else None
    return found is not None and found.value is None
