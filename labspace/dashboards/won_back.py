"""Hours that a no-show or an early check-out gave back to others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking, ReleaseCause, ReleasedTime
from labspace.charts.kinds import Unit
from labspace.dashboards.board import Board
from labspace.times import TimeSpan
from labspace.words import gettext as _


def released(session: Session, board: Board) -> dict[ReleaseCause, timedelta]:
    """Unit-time given back within the period and not taken back, by cause; one statement."""
    spans = {house.id: board.days.span(zone=house.zone) for house in board.houses}
    inside = [
        and_(
            Booking.location_id == house_id,
            ReleasedTime.starts_at < span.ends_at,
            ReleasedTime.ends_at > span.starts_at,
        )
        for house_id, span in spans.items()
    ]
    found: defaultdict[ReleaseCause, timedelta] = defaultdict(timedelta)
    for house_id, cause, starts_at, ends_at in session.execute(
        select(Booking.location_id, ReleasedTime.cause, ReleasedTime.starts_at, ReleasedTime.ends_at)
        .join(Booking, Booking.id == ReleasedTime.booking_id)
        .where(or_(*inside), ReleasedTime.taken_back_at.is_(None), Booking.kind.in_(board.scope.kinds))
    ):
        if part := TimeSpan(starts_at, ends_at).intersection(spans[house_id]):
            found[cause] += part.duration
    return found


def won_back_lines(session: Session, board: Board) -> Iterator[str]:
    """What was won back, in words."""
    found = released(session, board)
    if not found:
        yield _("Es wurde keine Zeit zurückgewonnen.")
        return
    yield _(
        "Zurückgewonnen: %(no_show)s, weil niemand kam, und %(check_out)s, weil früher ausgecheckt wurde. Diese Zeit war für andere wieder frei.",
        no_show=_text(found[ReleaseCause.NO_SHOW]),
        check_out=_text(found[ReleaseCause.CHECK_OUT]),
    )


def _text(time: timedelta) -> str:
    return Unit.HOURS.text(Fraction(time // timedelta(seconds=1), 3600))
