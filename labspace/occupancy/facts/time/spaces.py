"""What each unit came to in a period, for the plan of a floor coloured by use."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.occupancy.facts.plans import Plan
from labspace.occupancy.facts.time.models import SpaceFact, SpaceMonth
from labspace.occupancy.facts.time.reading import Counted
from labspace.occupancy.facts.time.totals import KindTotal, added


def spaces_read(session: Session, plan: Plan, counted: Counted) -> dict[int, KindTotal]:
    """Unit-seconds of every unit with anything in the plan's period up to its `now`, by id; two statements."""
    found: defaultdict[int, list[KindTotal]] = defaultdict(list)
    for table, where, is_asked in (
        (SpaceMonth, plan.in_months(SpaceMonth.location_id, SpaceMonth.month), any(plan.months.values())),
        (SpaceFact, plan.in_days(SpaceFact.location_id, SpaceFact.day), any(plan.kept.values())),
    ):
        if is_asked:
            sums = [func.sum(getattr(table, measure)) for measure in KindTotal._fields]
            for space_id, *seconds in session.execute(
                select(table.space_id, *sums).where(where).group_by(table.space_id)
            ):
                found[space_id].append(KindTotal._make(map(int, seconds)))
    for _house_id, _days, facts in counted.past:
        for one in facts.spaces:
            found[one.space_id].append(
                KindTotal._make(getattr(one, measure) for measure in KindTotal._fields)
            )
    return {space_id: added(KindTotal, totals) for space_id, totals in found.items()}
