"""Dates of series as pages show them: plain values in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy.orm import Session

from labspace.bookings.alternatives import Alternative, Difference
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.names import overridden_text
from labspace.bookings.sentences import sentences
from labspace.bookings.series.letters import name_of_series
from labspace.bookings.series.models import DateState, Series, SeriesDate
from labspace.bookings.series.plan import PlannedDate
from labspace.bookings.series.queries import SeriesCount, date_of_booking
from labspace.bookings.series.reason_words import reasons_text
from labspace.bookings.series.reasons import refusals_from
from labspace.bookings.series.recurrence_words import rule_text
from labspace.bookings.states import CALLED_OFF
from labspace.formats import hours_text, span_text, weekday_text
from labspace.spaces.names import space_name, space_names
from labspace.times import TimeSpan
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True, kw_only=True)
class ShownDate:
    """One date in a list: when, how it stands, and what there is to say or do about it."""

    id: int = 0
    day: str
    hours: str = ""
    place: str = ""
    """Where, if that is not the same for all dates."""
    state: str
    """A state the badge knows."""
    label: str
    reasons: Sequence[str] = ()
    notes: Sequence[str] = ()
    url: str = ""
    instead: str = ""
    """The nearest alternative, in words."""
    instead_value: str = ""
    """The alternative as a form carries it."""
    is_past: bool = False


def planned_date(one: PlannedDate, *, zone: ZoneInfo, tells_place: bool) -> ShownDate:
    """A date of a preview."""
    notes = (
        [_("Diese Uhrzeit kommt an dem Tag zweimal vor; gebucht wird die erste.")] if one.is_doubled else []
    )
    if one.waits:
        notes.append(_("Das Team des Hauses bestätigt diesen Termin noch."))
    if passed := overridden_text(one.overridden):
        notes.append(passed)
    return ShownDate(
        day=weekday_text(one.day),
        hours=hours_text(one.span, zone=zone) if one.span else "",
        place=space_names(one.spaces) if tells_place or one.is_exception else "",
        state="success" if one.is_free else "danger",
        label=_("frei") if one.is_free else _("nicht möglich"),
        reasons=sentences(one.refusals),
        notes=notes,
        instead=instead_text(one.instead, zone=zone) if one.instead else "",
        instead_value=instead_value(one.day, one.instead, zone=zone) if one.instead else "",
    )


def instead_text(other: Alternative, *, zone: ZoneInfo) -> str:
    """What is free instead on that day."""
    if other.difference is Difference.SPACE:
        return _("%(space)s zur selben Zeit", space=space_name(other.spaces[0]))
    return _(
        "%(space)s von %(hours)s", space=space_name(other.spaces[0]), hours=hours_text(other.span, zone=zone)
    )


def instead_value(day: date, other: Alternative, *, zone: ZoneInfo) -> str:
    """An alternative for a form: day, space, minutes."""
    first, last = other.span.starts_at.astimezone(zone), other.span.ends_at.astimezone(zone)
    starts, ends = first.hour * 60 + first.minute, last.hour * 60 + last.minute or 1440
    return f"{day.isoformat()}|{other.spaces[0].public_id}|{starts}|{ends}"


def series_date(one: SeriesDate, series: Series, *, now: datetime, may_open: bool = True) -> ShownDate:
    """A date on the page of its series: as its booking stands, or why it was skipped."""
    zone, booking = series.location.zone, one.booking
    if one.state is DateState.BOOKED and booking is not None:
        notes = [_("einzeln geändert")] if one.is_exception and booking.state not in CALLED_OFF else []
        same = [space.id for space in booking.spaces] == [space.id for space in series.spaces]
        return ShownDate(
            id=one.id,
            day=weekday_text(booking.starts_at.astimezone(zone).date()),
            hours=hours_text(booking.span, zone=zone),
            place="" if same else space_names(booking.spaces),
            state=booking.state.value,
            label=str(booking.state.label),
            notes=notes,
            url=url_for("bookings.show", reference=booking.reference) if may_open else "",
            is_past=booking.ends_at <= now,
        )
    span = TimeSpan(one.starts_at, one.ends_at) if one.starts_at and one.ends_at else None
    is_skipped = one.state is DateState.SKIPPED
    return ShownDate(
        id=one.id,
        day=weekday_text(one.day),
        hours=hours_text(span, zone=zone) if span else "",
        state="danger" if is_skipped else "closed",
        label=str(one.state.label),
        reasons=reasons_text(refusals_from(one.reasons)),
        is_past=span is None or span.starts_at <= now,
    )


@dataclass(frozen=True, kw_only=True)
class ShownSkip:
    """A skipped date in the inbox: what it was, why it was skipped, and what can be had now."""

    id: int
    title: str
    when: str
    house: str
    series_url: str
    was: Sequence[str]
    is_free: bool
    now: Sequence[str]
    """What stands against it at this moment."""
    place: str
    instead: str
    instead_value: str


def shown_skip(one: SeriesDate, found: PlannedDate | None) -> ShownSkip:
    """The date with what would become of it now."""
    series, zone = one.series, one.series.location.zone
    span = TimeSpan(one.starts_at, one.ends_at) if one.starts_at and one.ends_at else None
    other = found.instead if found else None
    return ShownSkip(
        id=one.id,
        title=name_of_series(series),
        when=span_text(span, zone=zone) if span else weekday_text(one.day),
        house=series.location.name,
        series_url=url_for("bookings.show_series", series_reference=series.reference),
        was=reasons_text(refusals_from(one.reasons)),
        is_free=found is not None and found.is_free,
        now=reasons_text(found.refusals) if found else (),
        place=space_names(found.spaces) if found and series.is_pool else "",
        instead=instead_text(other, zone=zone) if other else "",
        instead_value=instead_value(one.day, other, zone=zone) if other else "",
    )


@dataclass(frozen=True, kw_only=True)
class ShownSeries:
    """A running series in a list."""

    title: str
    url: str
    house: str
    when: str
    """When its next date is."""
    ahead: str
    skipped: str


def shown_series(count: SeriesCount) -> ShownSeries:
    """The series with what lies ahead of it."""
    series = count.series
    zone = series.location.zone
    when = weekday_text(count.next_at.astimezone(zone).date()) if count.next_at else ""
    return ShownSeries(
        title=name_of_series(series),
        url=url_for("bookings.show_series", series_reference=series.reference),
        house=series.location.name,
        when=_("nächster Termin %(day)s", day=when),
        ahead=ngettext("noch %(num)d Termin", "noch %(num)d Termine", count.ahead),
        skipped=ngettext("%(num)d ausgefallen", "%(num)d ausgefallen", count.skipped)
        if count.skipped
        else "",
    )


@dataclass(frozen=True)
class SeriesLink:
    """Where the page of a booking's series is."""

    text: str
    url: str


def series_link(session: Session, booking: Booking) -> SeriesLink | None:
    """The series a booking belongs to; nothing is asked for a booking of its own."""
    one = date_of_booking(session, booking)
    if one is None:
        return None
    url = url_for("bookings.show_series", series_reference=one.series.reference)
    return SeriesLink(rule_text(one.series.recurrence), url)
