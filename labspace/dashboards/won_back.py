"""Hours that a no-show or an early check-out gave back to others, and what of them was booked again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from sqlalchemy.orm import Session

from labspace.bookings.release_models import ReleaseCause
from labspace.bookings.releases import WonBack, won_back_by_cause
from labspace.charts.kinds import Unit
from labspace.dashboards.board import Board
from labspace.formats import percent_text
from labspace.occupancy.rates import share
from labspace.words import gettext as _


def won_back_lines(session: Session, board: Board) -> Iterator[str]:
    """What was won back, by cause, and how much of it somebody else booked."""
    windows = {house.id: board.days.span(zone=house.zone) for house in board.houses}
    found = won_back_by_cause(session, windows, board.scope.kinds)
    if not found:
        yield _("Es wurde keine Zeit zurückgewonnen.")
        return
    no_show = found.get(ReleaseCause.NO_SHOW, WonBack())
    check_out = found.get(ReleaseCause.CHECK_OUT, WonBack())
    yield _(
        "Zurückgewonnen: %(no_show)s, weil niemand kam, und %(check_out)s, weil früher ausgecheckt wurde. Diese Zeit war für andere wieder frei.",
        no_show=_text(no_show.released),
        check_out=_text(check_out.released),
    )
    whole = no_show + check_out
    yield _(
        "Davon wieder gebucht: %(again)s von %(released)s (%(share)s) – %(no_show)s nach einem No-show, %(check_out)s nach einem frühen Check-out.",
        again=_text(whole.rebooked),
        released=_text(whole.released),
        share=percent_text(share(whole.rebooked, whole.released)),
        no_show=_text(no_show.rebooked),
        check_out=_text(check_out.rebooked),
    )


def _text(time: timedelta) -> str:
    return Unit.HOURS.text(Fraction(time // timedelta(seconds=1), 3600))
