"""What the houses wanted to reach beside what they reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from labspace.occupancy.days import Days
from labspace.occupancy.figures.aims import NAMED, aimed_at
from labspace.occupancy.kinds import Indicator
from labspace.reports.gathering.figures import estimated_text
from labspace.reports.kinds import reason_field
from labspace.reports.snapshot import Figure, TargetRow
from labspace.spaces.targets import Target, TargetIndicator, TargetUnit, is_met, target_for
from labspace.words import language_now


def target_rows(
    house: str,
    targets: Iterable[Target],
    figures: Iterable[Figure],
    days: Days,
    reasons: Mapping[str, str],
    *,
    labels: Mapping[TargetIndicator, str],
) -> list[TargetRow]:
    """One row for each figure of a house with a target that holds all through the period.

    What was reached is the figure of the same number that stands elsewhere in the report; "k. A."
    where that is not stated. `reasons` are the texts of the version by field.
    """
    known = list(targets)
    actual = {_wanted_as(one): one for one in figures if one.house == house and not one.kind}
    rows = []
    for indicator in TargetIndicator:
        wanted = target_for(known, indicator, days.first, days.last)
        if wanted is None:
            continue
        if indicator.unit is TargetUnit.PERCENT:
            wanted = wanted / 100
        figure = actual.get(indicator)
        reached = figure.value if figure else None
        rows.append(
            TargetRow(
                house=house,
                indicator=indicator.value,
                label=estimated_text(labels[indicator])
                if figure and figure.is_estimated
                else labels[indicator],
                unit=figure.unit if figure else _UNITS[indicator.unit],
                target=wanted,
                actual=reached,
                at_most=indicator.at_most,
                is_met=is_met(indicator, reached, wanted),
                deviation=None if reached is None else reached - wanted,
                purpose=_purpose(known, indicator, days),
                reason=reasons.get(reason_field(house, indicator.value), ""),
            )
        )
    return rows


def _wanted_as(one: Figure) -> TargetIndicator | None:
    """What a target on it is set as; most parts of indicators have none."""
    if not one.part:
        return aimed_at(Indicator(one.indicator))
    return _NAMED.get((one.indicator, one.part))


_NAMED = {(indicator.value, part.value): aim for (indicator, part), aim in NAMED.items()}
_UNITS: Mapping[TargetUnit, str] = {
    TargetUnit.HOURS: "h",
    TargetUnit.PERCENT: "%",
    TargetUnit.COUNT: "number",
    TargetUnit.RATIO: "ratio",
}


def _purpose(targets: Iterable[Target], indicator: TargetIndicator, days: Days) -> str:
    """The reasons the house gave for it, each once."""
    german = language_now() == "de"
    said = [
        one.reason.de if german or not one.reason.en else one.reason.en
        for one in targets
        if one.indicator is indicator
        and one.valid_from <= days.last
        and (one.valid_until is None or one.valid_until >= days.first)
    ]
    return " ".join(dict.fromkeys(text for text in said if text))
