"""The facts of people as rows of their tables, counted from bookings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.db import Base
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.facts.families import Family, Row, Rows, keep_facts, whole_months
from labspace.occupancy.people.cells import Cells, count_cells
from labspace.occupancy.people.counting import Place
from labspace.occupancy.people.leads import packed
from labspace.occupancy.people.models import WHO, PeopleFact, PeopleMonth, UseFact, UseMonth
from labspace.occupancy.people.reading import told_bookings
from labspace.occupancy.people.tally import NUMBERS, Tally
from labspace.occupancy.people.users import Use, User
from labspace.occupancy.people.walk_ins import walk_ins
from labspace.occupancy.queries import around, house_records
from labspace.visits.queries import stays_of


def count_people(
    session: Session, houses: Sequence[Location], days: Days, *, now: datetime
) -> Mapping[int, Rows]:
    """The facts of people of these houses in these days, which are over, from bookings."""
    records = house_records(session, houses, days, now=now)
    if not records:
        return {}
    ids = [record.location_id for record in records]
    told = told_bookings(session, ids, around(record.period for record in records))
    walked, stays = walk_ins(session, ids, days), stays_of(session, ids)
    return {
        record.location_id: rows_of(
            count_cells(
                record,
                told[record.location_id],
                days,
                past=record.period,
                walk_ins=walked[record.location_id],
                stays=stays[record.location_id],
            ),
            days,
        )
        for record in records
    }


def rows_of(cells: Cells, days: Days) -> Rows:
    """These cells as they are stored, with those of each whole month."""
    found: defaultdict[type[Base], list[Row]] = defaultdict(list)
    found[PeopleFact] = list(_counts(cells.counts.items(), "day"))
    found[UseFact] = [
        {"day": day, **_who(user), "seconds": use.seconds} for (day, user), use in cells.uses.items()
    ]
    for month in whole_months(days):
        whole = cells.within(Days(month.first, month.last)).by_month()
        found[PeopleMonth] += _counts(whole.counts.items(), "month")
        found[UseMonth] += [_use(first, user, use) for (first, user), use in whole.uses.items()]
    return found


def _counts(tallies: Iterable[tuple[Place, Tally]], dated: str) -> Iterator[Row]:
    for (day, kind, is_internal), tally in tallies:
        yield {
            dated: day,
            "kind": kind.value,
            "is_internal": is_internal,
            **{name: getattr(tally, name) for name in NUMBERS},
            "leads": packed(lead for run in tally.leads for lead in run),
        }


def _who(user: User) -> Row:
    return {name: getattr(user, name) for name in WHO}


def _use(month: date, user: User, use: Use) -> Row:
    dates = {"first_on": use.first, "second_on": use.second}
    return {"month": month, **_who(user), "seconds": use.seconds, **dates}


PEOPLE = keep_facts(
    Family(
        name="people",
        version=3,
        day_tables=(PeopleFact, UseFact),
        month_tables=(PeopleMonth, UseMonth),
        count=count_people,
    )
)
