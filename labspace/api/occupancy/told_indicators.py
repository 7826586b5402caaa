"""K01 to K25 as the API tells them, from the one function that pages and reports ask too."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sqlalchemy.orm import Session

from labspace.api.occupancy.answers import GradeShare, IndicatorAnswer, IndicatorsAnswer
from labspace.api.occupancy.published import published
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.parts import PARTS, Part
from labspace.occupancy.kinds import Indicator, Unit
from labspace.occupancy.months import Month
from labspace.occupancy.released.lines import WHOLE, Line, Name, Split
from labspace.occupancy.released.summing import Together, together
from labspace.occupancy.values import Value
from labspace.times import utc_now
from labspace.visits.kinds import DataGrade


def full_indicators(session: Session, houses: Sequence[Location], days: Days) -> IndicatorsAnswer:
    """All of them for the team of these houses."""
    choice = FigureChoice(houses=tuple(houses), period=days)
    found = figures_of(session, choice, now=utc_now())
    told = [_full(indicator, part, unit, value) for indicator, part, unit, value in found.all()]
    return _answer(houses, days, told).model_copy(update={"left_censored": found.is_censored})


def public_indicators(
    session: Session, houses: Sequence[Location], days: Days, months: Sequence[Month]
) -> IndicatorsAnswer:
    """What is public of these houses and months; of the rest nothing but its name."""
    found = published(session, houses, months)
    lines = list(found.months.values())
    told = []
    for indicator, parts in PARTS.items():
        for part, unit in parts.items():
            name = Name(Split.KIND, WHOLE, indicator, part)
            one = lines[0].get(name) if len(lines) == 1 else None
            estimated = any(name in some and some[name].says_estimated for some in lines)
            sum_of_all = together(lines, indicator, part)
            told.append(_public(indicator, part, unit, sum_of_all, one, estimated=estimated))
    return _answer(houses, days, told).model_copy(update={"unpublished": found.missing})


def _answer(houses: Sequence[Location], days: Days, told: list[IndicatorAnswer]) -> IndicatorsAnswer:
    return IndicatorsAnswer(
        first=days.first,
        last=days.last,
        locations=[house.slug for house in houses],
        indicators=told,
        left_censored=False,
        unpublished=[],
        demo=any(house.is_demo for house in houses),
    )


def _full(indicator: Indicator, part: Part, unit: Unit, value: Value) -> IndicatorAnswer:
    grades = {grade: number for grade, number in value.grades.items() if number}
    whole = sum(grades.values(), Fraction())
    return _told(
        indicator,
        part,
        unit,
        value=value.value,
        numerator=value.numerator,
        denominator=value.denominator,
        coverage=value.coverage,
        internal=value.internal_value,
        estimated=value.is_estimated,
        grades=[
            GradeShare(grade=one.value, share=float(grades[one] / whole))
            for one in DataGrade
            if one in grades
        ],
    )


def _public(
    indicator: Indicator,
    part: Part,
    unit: Unit,
    found: Together | None,
    line: Line | None,
    *,
    estimated: bool,
) -> IndicatorAnswer:
    return _told(
        indicator,
        part,
        unit,
        value=found.value if found is not None else None,
        coverage=line.coverage if line is not None else None,
        estimated=estimated and found is not None,
        suppressed=found is None,
    )


def _told(
    indicator: Indicator,
    part: Part,
    unit: Unit,
    *,
    value: Fraction | None,
    numerator: Fraction | None = None,
    denominator: Fraction | None = None,
    coverage: Fraction | None = None,
    internal: Fraction | None = None,
    grades: Sequence[GradeShare] = (),
    estimated: bool = False,
    suppressed: bool = False,
) -> IndicatorAnswer:
    return IndicatorAnswer(
        id=indicator.value,
        part=part.value,
        name=str(indicator.label),
        part_name=str(part.label),
        definition=str(indicator.definition),
        formula=str(indicator.formula),
        unit="share" if unit is Unit.SHARE else unit.value,
        value=_number(value),
        numerator=_number(numerator),
        denominator=_number(denominator),
        coverage=_number(coverage),
        grades=list(grades),
        data_grade=max((one.grade for one in grades), default=None),
        estimated=estimated,
        internal=_number(internal),
        suppressed=suppressed,
    )


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
