"""Numbers of visits as the team's pages show them: plain values in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from labspace.bookings.shown import shown
from labspace.formats import clock_text, exact_text, moment_text
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import space_name
from labspace.spaces.visit_stays import USUAL, DatedStay, stay_on
from labspace.visits.kinds import VisitSource
from labspace.visits.models import VisitCount
from labspace.visits.rules import Count, winning
from labspace.words import gettext as _


@dataclass(frozen=True)
class CountedThing:
    """What counts in the end for one thing on a day."""

    where: str
    url: str
    """Of the booking, where there is one."""
    count: int
    grade: str
    source: str


@dataclass(frozen=True)
class GivenNumber:
    """One number somebody gave."""

    id: int
    where: str
    count: int
    source: str
    grade: str
    when: str
    who: str
    note: str
    hours: str
    holds: bool
    """False: corrected or withdrawn since; it stays as a fact."""
    may_be_withdrawn: bool


def counted_things(rows: Iterable[VisitCount]) -> list[CountedThing]:
    """What counts for the house, its café and each event and shop of one day."""
    found: dict[tuple[int | None, int | None, SpaceKind | None], list[VisitCount]] = {}
    for row in rows:
        if row.ended_at is None:
            found.setdefault((row.booking_id, row.space_id, row.kind), []).append(row)
    things = []
    for numbers in found.values():
        best = winning(
            Count(day=one.day, count=one.count, source=one.source, entered_at=one.entered_at, id=one.id)
            for one in numbers
        ).by_day[0]
        things.append(
            CountedThing(
                where=where_text(numbers[0]),
                url=shown(numbers[0].booking).url if numbers[0].booking else "",
                count=best.count,
                grade=best.grade.value,
                source=str(best.source.label),
            )
        )
    return sorted(things, key=lambda one: (bool(one.url), one.where))


def given_numbers(
    rows: Sequence[VisitCount], hours: Mapping[int, Mapping[datetime, int]], *, zone: ZoneInfo
) -> list[GivenNumber]:
    """Every number of a day, the latest first, those corrected and withdrawn too."""
    return [
        GivenNumber(
            id=row.id,
            where=where_text(row),
            count=row.count,
            source=str(row.source.label),
            grade=row.source.grade.value,
            when=moment_text(row.entered_at, zone=zone),
            who=row.entered_by.name if row.entered_by else _("labspace selbst"),
            note=row.note,
            hours=_hours_text(hours.get(row.id, {}), zone=zone),
            holds=row.ended_at is None,
            may_be_withdrawn=is_ours(row),
        )
        for row in rows
    ]


def is_ours(row: VisitCount) -> bool:
    """Whether a number is one of the tally sheet, and holds; taps are taken back at the door."""
    is_tallied = row.booking_id is None and row.space_id is None and row.source is not VisitSource.DOOR
    return is_tallied and row.ended_at is None


def where_text(row: VisitCount) -> str:
    """Café · Ganzes Haus · the title of what was booked."""
    if row.booking is not None:
        return shown(row.booking).title
    if row.space is not None:
        return space_name(row.space)
    return _("Café") if row.kind is SpaceKind.CAFE_TABLE else _("Ganzes Haus")


def _hours_text(hours: Mapping[datetime, int], *, zone: ZoneInfo) -> str:
    return " · ".join(
        _("%(clock)s Uhr: %(count)d", clock=clock_text(at, zone=zone), count=count)
        for at, count in sorted(hours.items())
    )


def stay_texts(stays: Iterable[DatedStay], day: date) -> list[str]:
    """How long a visit is reckoned to last on a day: Café-Tisch 0,75 h."""
    known = list(stays)
    return [
        _("%(kind)s %(hours)s h", kind=str(kind.label), hours=_hours(stay_on(known, kind, day)))
        for kind in USUAL
    ]


def _hours(stay: timedelta) -> str:
    return exact_text(Fraction(stay // timedelta(minutes=1), 60), digits=2)
