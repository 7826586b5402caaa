"""The tenancies, pop-up spaces and ideas behind K18–K20."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from labspace.occupancy.evidence.rows import Row, Thing
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.figures.shops import Let, Shops, ShopsRead, count_weeks, ended_concepts, shops_read
from labspace.occupancy.kinds import Indicator
from labspace.popups.tenancies.indicators import Answered, staying, tried_on
from labspace.popups.tenancies.shop_hours import weekly
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, start_of_day

SECONDS = 3600


def shop_rows(
    session: Session, choice: FigureChoice, indicator: Indicator, part: Part, now: datetime
) -> Iterator[Row]:
    """What stands behind one of these numbers; nothing unless pop-up spaces are chosen."""
    if SpaceKind.POPUP_SLOT not in choice.kinds:
        return
    read = shops_read(session, list(choice.houses), choice.period, now=now)
    if indicator is Indicator.TRIED_IDEAS:
        yield from _tried(read)
    elif indicator is Indicator.STAYING:
        yield from _ended(read, is_known=part is Part.MAIN)
    elif part is Part.LET:
        yield from _weeks_let(read)
    elif part is Part.KEPT:
        yield from _weeks_kept(read)
    else:
        yield from _opened(read, in_hours=part is Part.HOURS)


def _row(
    read: ShopsRead, let: Let, amount: Fraction | int, of: int | None = None, on: date | None = None
) -> Row:
    zone = next(house.zone for house in read.houses if house.id == let.location_id)
    return Row(
        thing=Thing.TENANCY,
        key=let.id,
        house_id=let.location_id,
        at=start_of_day(on or let.first, zone=zone),
        amount=Fraction(amount),
        of=None if of is None else Fraction(of),
    )


def _opened(read: ShopsRead, *, in_hours: bool) -> Iterator[Row]:
    """Days or hours by tenancy; a day of a slot belongs to the tenancy that opened it first."""
    seen: set[tuple[int, date]] = set()
    for let in read.lets.values():
        zone = next(house.zone for house in read.houses if house.id == let.location_id)
        period = TimeSpan.of_days(read.days.first, read.days.last, zone=zone)
        inside = [one for one in read.opened.get(let.id, ()) if one.day in read.days]
        days = {(let.space_id, one.day) for one in inside} - seen
        seen |= days
        parts = [part.duration for one in inside if (part := one.span.intersection(period))]
        seconds = sum(int(part.total_seconds()) for part in parts)
        amount = Fraction(seconds, SECONDS) if in_hours else Fraction(len(days))
        if inside:
            yield _row(read, let, amount)


def _weeks_kept(read: ShopsRead) -> Iterator[Row]:
    for let in read.lets.values():
        until = read.today[let.location_id]
        weeks = weekly(read.opened.get(let.id, []), let.minimum, first=let.first, last=let.last, until=until)
        judged = [week for week in weeks if week.is_occupied and week.monday in read.days]
        if judged:
            yield _row(read, let, sum(week.is_kept for week in judged), len(judged))


def _weeks_let(read: ShopsRead) -> Iterator[Row]:
    for slot in read.slots:
        space_id, house_id, first, _last = slot
        found = Shops()
        count_weeks(found, list(read.lets.values()), [slot], read.days, today=read.today)
        if found.weeks_offered:
            zone = next(house.zone for house in read.houses if house.id == house_id)
            yield Row(
                thing=Thing.SLOT,
                key=space_id,
                house_id=house_id,
                at=start_of_day(max(first, read.days.first), zone=zone),
                amount=Fraction(found.weeks_let),
                of=Fraction(found.weeks_offered),
            )


def _tried(read: ShopsRead) -> Iterator[Row]:
    """Each idea once, on the day that made it count, by its first tenancy."""
    days: defaultdict[int, list[date]] = defaultdict(list)
    first: dict[int, Let] = {}
    for let in read.lets.values():
        days[let.concept] += [one.day for one in read.opened.get(let.id, ())]
        first.setdefault(let.concept, let)
    for concept, some in days.items():
        on = tried_on(some, needed=read.tried_days)
        if on is not None and on in read.days:
            yield _row(read, first[concept], 1, on=on)


def _ended(read: ShopsRead, *, is_known: bool) -> Iterator[Row]:
    """Ideas that ended: those that stayed of those whose outcome is known, or those of which nothing is known."""
    last = {let.concept: let for let in sorted(read.lets.values(), key=lambda let: (let.last, let.id))}
    answers = [
        Answered(concept=read.lets[key].concept, months=months, outcome=outcome)
        for key, months, outcome in read.answers
        if key in read.lets
    ]
    for concept, day in ended_concepts(read.lets.values()).items():
        one = staying({concept: day}, answers, first=read.days.first, last=read.days.last)
        if one.ended and bool(one.known) is is_known:
            yield _row(read, last[concept], one.stayed if is_known else 1, 1 if is_known else None, on=day)
