"""What stands behind any number of a choice: the one door for the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.occupancy.days import Days
from labspace.occupancy.evidence.bookings import OF_BOOKINGS, booking_rows
from labspace.occupancy.evidence.money import money_rows
from labspace.occupancy.evidence.peaks import high_rows, peak_rows
from labspace.occupancy.evidence.rows import Row
from labspace.occupancy.evidence.shops import shop_rows
from labspace.occupancy.evidence.spaces import space_rows
from labspace.occupancy.evidence.users import OF_USERS, rows_of_users, user_rows
from labspace.occupancy.evidence.wishes import wish_rows
from labspace.occupancy.figures.answers import figures_of, known_users
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.figures import Figures
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator

I, P = Indicator, Part  # noqa: E741 - the tables below are read by these letters

Read = Callable[[Session, FigureChoice, Indicator, Part, datetime], Iterator[Row]]
OF_THE_WHOLE: Mapping[tuple[Indicator, Part], Read] = {
    (I.BOOKABLE, P.MAIN): space_rows,
    (I.PEAK, P.MAIN): peak_rows,
    (I.PEAK, P.HIGH): high_rows,
    (I.PERSONS_PER_DESK, P.MAIN): user_rows,
    (I.ORGANISATIONS, P.MAIN): user_rows,
    (I.ORGANISATIONS, P.PRIVATE): user_rows,
    (I.FIRST_USES, P.MAIN): user_rows,
    (I.FIRST_USES, P.RATE): user_rows,
    (I.FIRST_USES, P.RETURN): user_rows,
    (I.POPUP_DAYS, P.MAIN): shop_rows,
    (I.POPUP_DAYS, P.HOURS): shop_rows,
    (I.POPUP_DAYS, P.KEPT): shop_rows,
    (I.POPUP_DAYS, P.LET): shop_rows,
    (I.TRIED_IDEAS, P.MAIN): shop_rows,
    (I.STAYING, P.MAIN): shop_rows,
    (I.STAYING, P.UNKNOWN): shop_rows,
    (I.LEVERAGE, P.MAIN): money_rows,
    (I.LEVERAGE, P.PAID): money_rows,
    (I.LEVERAGE, P.COST): money_rows,
}
"""Lists of what is distinct or rare: made of the whole period at once."""
LISTED = OF_BOOKINGS.keys() | OF_THE_WHOLE.keys()
"""Every number something stands behind; K07 is made of two of them."""


def rows_behind(
    session: Session, choice: FigureChoice, indicator: Indicator, part: Part, *, now: datetime
) -> list[Row]:
    """Everything behind a number of `LISTED`, earliest first; it adds up to the number."""
    return _in_order(_rows(session, choice, indicator, part, now=now))


def rows_and_figures(
    session: Session, choice: FigureChoice, days: Days, indicator: Indicator, part: Part, *, now: datetime
) -> tuple[list[Row], Figures]:
    """What stands behind a number in `days` of the period, and the figures of all of it.

    Only of `OF_BOOKINGS` may `days` be less than the whole.
    """
    if indicator in OF_USERS:
        known = known_users(session, choice, indicator, now=now)
        return _in_order(rows_of_users(known, indicator, part, now=now)), known.figures
    rows = rows_behind(session, replace(choice, period=days), indicator, part, now=now)
    return rows, figures_of(session, choice, now=now, only={indicator})


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.at, row.thing.value, row.key))


def _rows(
    session: Session, choice: FigureChoice, indicator: Indicator, part: Part, *, now: datetime
) -> list[Row]:
    if (indicator, part) in OF_THE_WHOLE:
        rows = list(OF_THE_WHOLE[indicator, part](session, choice, indicator, part, now))
    else:
        rows = list(booking_rows(session, choice, indicator, part, now=now))
    if (indicator, part) == (I.LEAD_TIME, P.UNMET):
        rows += wish_rows(session, choice, now=now)
    return rows
