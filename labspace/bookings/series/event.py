"""A series as one event of its owner's calendar: its rule, and each date that differs from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from labspace.bookings.calendar_event import event_of, status_of
from labspace.bookings.models import Booking
from labspace.bookings.series.letters import series_url
from labspace.bookings.series.models import Series, SeriesDate
from labspace.bookings.series.recurrence_words import rule_text
from labspace.bookings.series.repetition import Fit, Pattern, fit_of
from labspace.bookings.series.uids import invitation_uid
from labspace.bookings.states import BOOKED
from labspace.ical import CalendarEvent
from labspace.times import TimeSpan
from labspace.words import gettext as _


def held_by(dates: Sequence[SeriesDate]) -> dict[date, Booking]:
    """The bookings that are promised, by the day the rule names: what an invitation speaks of."""
    return {one.day: one.booking for one in dates if one.booking is not None and one.booking.state in BOOKED}


def pattern_of(series: Series) -> Pattern:
    """The series as it would be if no date of it differed."""
    return Pattern(
        rule=series.recurrence,
        first_on=series.first_on,
        starts_minute=series.starts_minute,
        ends_minute=series.ends_minute,
        zone=series.location.zone,
    )


def events_of(
    series: Series, held: Mapping[date, Booking], *, sequence: int, base_url: str, at: datetime
) -> list[CalendarEvent]:
    """The repeated event and then its dates that differ, in the language at hand; empty where no rule fits.

    `at` is when this became so.
    """
    fit = fit_of(pattern_of(series), held)
    if fit is None:
        return []
    model = _model(fit, held)
    whole = replace(
        event_of(model, base_url=base_url),
        uid=_uid(series),
        sequence=sequence,
        created_at=series.created_at,
        changed_at=at,
        starts_at=fit.first.starts_at,
        ends_at=fit.first.ends_at,
        description="\n".join(_lines(series, base_url=base_url)),
        url=series_url(series, base_url=base_url),
        related_to="",
        repeats=fit.repeats,
    )
    return [whole] + [
        _instance(series, booking, fit.named[day], sequence=sequence, base_url=base_url, at=at)
        for day, booking in sorted(held.items())
        if day in fit.uneven or not _is_like(booking, model, fit.named[day])
    ]


def instance_of(
    series: Series, day: date, booking: Booking, *, sequence: int, base_url: str, at: datetime
) -> CalendarEvent:
    """One date alone, for a message about it only: another time or place, or (`CANCELLED`) none any more."""
    (named,) = pattern_of(series).at([day])
    assert named.span is not None
    return _instance(series, booking, named.span, sequence=sequence, base_url=base_url, at=at)


def gone(series: Series, booking: Booking, *, sequence: int, base_url: str, at: datetime) -> CalendarEvent:
    """The repeated event, cancelled as a whole: without a date to name, all of them are meant."""
    event = _instance(series, booking, booking.span, sequence=sequence, base_url=base_url, at=at)
    return replace(event, instead_of=None, status="CANCELLED", url=series_url(series, base_url=base_url))


def _instance(
    series: Series, booking: Booking, named: TimeSpan, *, sequence: int, base_url: str, at: datetime
) -> CalendarEvent:
    return replace(
        event_of(booking, base_url=base_url),
        uid=_uid(series),
        sequence=sequence,
        changed_at=at,
        related_to="",
        instead_of=named.starts_at,
        status=status_of(booking.state),
    )


def _uid(series: Series) -> str:
    return invitation_uid(series.uid, series.reference)


def _model(fit: Fit, held: Mapping[date, Booking]) -> Booking:
    """The booking whose words hold for the whole: the earliest at the hours of the rule, if any."""
    ordered = [held[day] for day in sorted(held)]
    return next((held[day] for day in sorted(held) if held[day].span == fit.named[day]), ordered[0])


def _is_like(booking: Booking, model: Booking, named: TimeSpan) -> bool:
    told = [(one.title, one.people, [space.id for space in one.spaces]) for one in (booking, model)]
    return booking.span == named and told[0] == told[1]


def _lines(series: Series, *, base_url: str) -> list[str]:
    lines = [
        _("Wiederholung: %(rule)s", rule=rule_text(series.recurrence)),
        _("Seriennummer: %(reference)s", reference=series.reference),
        _("Ändern oder stornieren: %(url)s", url=series_url(series, base_url=base_url)),
    ]
    if series.people > 1:
        lines.insert(1, _("Personen: %(people)d", people=series.people))
    if series.location.is_demo:
        lines.append(_("Demonstration – frei erfunden"))
    return lines
