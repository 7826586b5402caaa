"""The one door through which a month becomes public."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from labspace.db import begin_write
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.months import Month
from labspace.occupancy.released.choosing import HouseMonth, public_lines
from labspace.occupancy.released.lines import History, digest_of, lines_of, rows_of
from labspace.occupancy.released.models import PublicMonth
from labspace.occupancy.released.queries import versions_of
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space

NEVER_PUBLIC = frozenset({Indicator.PEAK, Indicator.LEAD_TIME, Indicator.LEVERAGE})
"""Of no interest in public, or not for it: peaks, how early people ask, and money."""
ASKED = frozenset(Indicator) - NEVER_PUBLIC


def release_month(session: Session, house: Location, month: Month, *, now: datetime) -> bool:
    """Publish what may be public of a month that is over, anew if it changed; False: nothing new.

    Counted first and written then, so that nobody who books waits; what somebody else published
    meanwhile stands, and the next round looks again.
    """
    earlier = [
        (one.version, one.digest, lines_of(one.lines)) for one in versions_of(session, house.id, month)
    ]
    history = History.of(lines for _version, _digest, lines in earlier)
    rows = rows_of(public_lines(house_month(session, house, month, now=now), history=history))
    last, digest = (earlier[-1][0] if earlier else 0), digest_of(rows)
    begin_write(session)
    if len(versions_of(session, house.id, month)) != len(earlier):
        return False
    if earlier and earlier[-1][1] == digest:
        _note_look(session, house, month, version=last, now=now)
        return False
    session.add(
        PublicMonth(
            location_id=house.id,
            month=month.first,
            version=last + 1,
            released_at=now,
            digest=digest,
            lines=rows,
            looked_at=now,
        )
    )
    session.flush()
    return True


def house_month(session: Session, house: Location, month: Month, *, now: datetime) -> HouseMonth:
    """All figures of one house in one month."""
    days = Days(month.first, month.last)
    kinds = session.scalars(
        select(Space.kind)
        .where(
            Space.location_id == house.id,
            Space.is_unit,
            Space.valid_from <= days.last,
            or_(Space.valid_until.is_(None), Space.valid_until >= days.first),
        )
        .distinct()
    ).all()
    whole = FigureChoice(houses=(house,), period=days)
    return HouseMonth(
        whole=figures_of(session, whole, now=now, only=ASKED),
        by_kind={
            kind: figures_of(
                session,
                FigureChoice(houses=(house,), period=days, kinds=frozenset({kind})),
                now=now,
                only=ASKED,
            )
            for kind in SpaceKind
            if kind in kinds
        },
    )


def _note_look(session: Session, house: Location, month: Month, *, version: int, now: datetime) -> None:
    session.execute(
        update(PublicMonth)
        .where(
            PublicMonth.location_id == house.id,
            PublicMonth.month == month.first,
            PublicMonth.version == version,
        )
        .values(looked_at=now)
    )
