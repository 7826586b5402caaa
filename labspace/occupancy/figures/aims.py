"""Pure: which number of which indicator a target is set on, said once for pages and reports."""

from __future__ import annotations

from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.spaces.targets import TargetIndicator

NAMED = {
    (Indicator.EVENINGS, Part.WEEKLY): TargetIndicator.EVENINGS_PER_WEEK,
    (Indicator.POPUP_DAYS, Part.LET): TargetIndicator.POPUP_WEEKS_LET,
}
"""Parts with a target of their own; of all others it is the indicator's first number that is wanted."""
_BY_NUMBER = {one.value: one for one in TargetIndicator}


def aimed_at(indicator: Indicator, part: Part = Part.MAIN) -> TargetIndicator | None:
    """What a target on this number is set as; None where none can be set."""
    if part is Part.MAIN:
        return _BY_NUMBER.get(indicator.value)
    return NAMED.get((indicator, part))


def aims_of(indicator: Indicator) -> list[tuple[Part, TargetIndicator]]:
    """Every number of an indicator a target may be set on, its first one first."""
    return [(part, aim) for part in Part if (aim := aimed_at(indicator, part)) is not None]
