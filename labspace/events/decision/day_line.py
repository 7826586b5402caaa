"""The time asked for beside all others on the same areas, as a small timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import core_span
from labspace.bookings.models import Booking
from labspace.bookings.shown import shown
from labspace.bookings.states import UNDECIDED
from labspace.locations.queries import house_hours
from labspace.timelines import Scale, Stretch, TimelineRow
from labspace.times import TimeSpan, difference, first_and_last_day, intersection
from labspace.words import gettext as _

RASTERS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6))
MOST_COLUMNS = 104
"""About a day in quarter hours; longer times are drawn coarser."""


@dataclass(frozen=True)
class DayLine:
    """A timeline for components/timeline.html."""

    scale: Scale
    rows: Sequence[TimelineRow]


def day_line(session: Session, booking: Booking, others: Sequence[Booking]) -> DayLine:
    """This booking with its set-up and tear-down, and each of the `others`, from the first hour to the last."""
    zone = booking.location.zone
    core = core_of(booking)
    first, last = first_and_last_day(core, zone=zone)
    days = TimeSpan.of_days(first, last, zone=zone)
    open_spans = house_hours(session, [booking.location], days)[booking.location_id].open_spans(days)
    near = [other for other in others if core_of(other).overlaps(days)]
    window = _window([core, *(core_of(other) for other in near), *open_spans], days)
    scale = Scale(window=window, zone=zone, raster=_raster(window))
    rows = [
        TimelineRow(
            label=_("Diese Anfrage"),
            cells=scale.cells(_filled(_parts(booking), open_spans, window), closed_text=_("geschlossen")),
        ),
        *(
            TimelineRow(
                label=shown(other).organisation or shown(other).person,
                url=shown(other).url,
                cells=scale.cells(_filled([_whole(other)], open_spans, window), closed_text=_("geschlossen")),
            )
            for other in near
        ),
    ]
    return DayLine(scale, rows)


def core_of(booking: Booking) -> TimeSpan:
    """The time of a booking with its set-up and tear-down."""
    return core_span(
        booking.span, setup_minutes=booking.setup_minutes, teardown_minutes=booking.teardown_minutes
    )


def _raster(window: TimeSpan) -> timedelta:
    return next((raster for raster in RASTERS if window.duration / raster <= MOST_COLUMNS), RASTERS[-1])


def _window(spans: Sequence[TimeSpan], days: TimeSpan) -> TimeSpan:
    starts = max(min(span.starts_at for span in spans), days.starts_at)
    ends = min(max(span.ends_at for span in spans), days.ends_at)
    return TimeSpan(_whole_hour(starts), _whole_hour(ends + timedelta(minutes=59, seconds=59)))


def _whole_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _parts(booking: Booking) -> list[Stretch]:
    core, span = core_of(booking), booking.span
    edges = [core.starts_at, span.starts_at, span.ends_at, core.ends_at]
    looks = [("held", _("Aufbau")), ("yours", _("Veranstaltung")), ("held", _("Abbau"))]
    return [
        Stretch(span=TimeSpan(first, last), state=state, text=text)
        for (first, last), (state, text) in zip(pairwise(edges), looks, strict=True)
        if first < last
    ]


def _whole(other: Booking) -> Stretch:
    is_waiting = other.state in UNDECIDED
    text = _("Option, Rang %(rank)d", rank=other.option_rank) if other.option_rank else str(other.state.label)
    return Stretch(span=core_of(other), state="held" if is_waiting else "taken", text=text)


def _filled(parts: list[Stretch], open_spans: Sequence[TimeSpan], window: TimeSpan) -> list[Stretch]:
    free = difference(intersection(open_spans, [window]), [part.span for part in parts])
    return [*parts, *(Stretch(span=span, state="free", text=_("frei")) for span in free)]
