"""How a space stands, in words: one word for a legend, a phrase for the asked time."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from labspace.bookings.availability import SpaceTime, Standing
from labspace.formats import clock_text, hours_text
from labspace.front.links import end_clock
from labspace.times import TimeSpan, clipped
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


def status_text(time: SpaceTime, standing: Standing, asked: TimeSpan, *, zone: ZoneInfo) -> str:
    """How a space stands for the asked time, as a short phrase."""
    match standing:
        case Standing.YOURS:
            own = next(span for span in time.mine if span.overlaps(asked))
            return _("Ihre Buchung %(hours)s", hours=hours_text(own, zone=zone))
        case Standing.FREE:
            until = next(span.ends_at for span in time.free if span.contains(asked))
            return _("frei bis %(time)s Uhr", time=end_clock(until, zone=zone))
        case Standing.PARTLY:
            free = clipped(time.free, asked)[0]
            return _("teilweise frei: %(hours)s", hours=hours_text(free, zone=zone))
        case Standing.HELD:
            return _("Option vorgemerkt")
        case Standing.CLOSED:
            return _("geschlossen")
        case _:
            return _again_free(time, asked, zone=zone)


def _again_free(time: SpaceTime, asked: TimeSpan, *, zone: ZoneInfo) -> str:
    if any(span.overlaps(asked) for span in time.on_hold):
        return _("wird gerade vergeben")
    again = time.next_free(asked.starts_at)
    if again is None:
        return _("belegt, an diesem Tag nicht mehr frei")
    return _("belegt, wieder frei ab %(time)s Uhr", time=clock_text(again.starts_at, zone=zone))


def standing_word(standing: Standing) -> str:
    """The one word for a standing."""
    return str(_WORDS[standing])


_WORDS = {
    Standing.FREE: _l("frei"),
    Standing.PARTLY: _l("teilweise frei"),
    Standing.TAKEN: _l("belegt"),
    Standing.CLOSED: _l("geschlossen"),
    Standing.YOURS: _l("Ihre Buchung"),
    Standing.HELD: _l("Option"),
    Standing.BARRED: _l("nicht buchbar"),
}


def legend(standings: Sequence[Standing]) -> list[tuple[str, str]]:
    """(state, word) pairs for the legend."""
    return [(standing.value, standing_word(standing)) for standing in standings]
