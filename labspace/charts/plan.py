"""A floor plan as a heat map: each space in the tint of its use, with the number as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labspace.charts.figure import Caption, LegendEntry, gap_legend
from labspace.charts.heat_map import PATTERNS, heat_legend
from labspace.charts.kinds import Gap, Unit, Value, gaps_in
from labspace.charts.sentences import peak
from labspace.charts.steps import steps_for
from labspace.charts.tables import DataTable, data_table


@dataclass(frozen=True, kw_only=True)
class PlaceValue:
    """A space of the plan, what people call it, and its figure."""

    public_id: str
    name: str
    value: Value


@dataclass(frozen=True, kw_only=True)
class Spot:
    """How a space is drawn: by its tint, or as a gap."""

    role: str
    pattern: str
    number: str
    """Stands on the plan: a whole number without its unit, or the sign of a gap."""
    text: str
    """What appears when the pointer rests on it: name and figure with its unit."""


@dataclass(frozen=True, kw_only=True)
class PlanHeat:
    """The spots of every plan of a house, all in the same steps, so that floors compare."""

    caption: Caption
    summary: str
    spots: Mapping[str, Spot]
    legend: tuple[LegendEntry, ...]
    table: DataTable


def plan_heat(
    caption: Caption, *, over: str, name: str, places: Sequence[PlaceValue], unit: Unit, adds_up: bool = False
) -> PlanHeat:
    """The spots of `places`; a space of the plan that is not among them is drawn without a tint."""
    values = [place.value for place in places]
    steps = steps_for(values, unit=unit)

    def spot(place: PlaceValue) -> Spot:
        text = f"{place.name}: {unit.text(place.value)}"
        if isinstance(place.value, Gap):
            return Spot(role=f"gap-{place.value.value}", pattern="", number=place.value.sign, text=text)
        tint = steps.tint(place.value)
        return Spot(
            role=f"heat-{tint}",
            pattern=PATTERNS.get(tint, ""),
            number=unit.short(place.value),
            text=text,
        )

    return PlanHeat(
        caption=caption,
        summary=peak([(place.name, place.value) for place in places], unit=unit),
        spots={place.public_id: spot(place) for place in places},
        legend=(*heat_legend(steps), *gap_legend(gaps_in(values))),
        table=data_table(
            [over, name], [(place.name, [place.value]) for place in places], unit=unit, adds_up=adds_up
        ),
    )
