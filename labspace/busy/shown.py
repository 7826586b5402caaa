"""Subscribed calendars as pages show them: plain values in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from labspace.bookings.shown import ShownBooking
from labspace.bookings.shown import shown as shown_booking
from labspace.busy.content import told
from labspace.busy.kinds import MOST_FINDINGS
from labspace.busy.models import BusyCalendar, BusyCollision
from labspace.busy.states import CalendarState
from labspace.busy.words import event_name, finding_text, problem_text
from labspace.formats import moment_text, span_text
from labspace.outward.addresses import shown as short_address
from labspace.spaces.names import space_name
from labspace.words import gettext as _
from labspace.words import ngettext

TONES = {CalendarState.DRAFT: "info", CalendarState.ACTIVE: "success", CalendarState.PAUSED: "warning"}


@dataclass(frozen=True, kw_only=True)
class ShownCalendar:
    """One calendar for its team."""

    id: int
    name: str
    space: str
    url: str
    source: str
    """Its address without the secret, or that it is a file."""
    tone: str
    state: str
    problem: str
    """Why the last try failed; empty: it went well."""
    read: str
    next_look: str
    counts: str
    findings: Sequence[tuple[str, str]]
    """Which event, and what is wrong with it."""
    finding_count: int
    more_findings: int
    by: str
    is_draft: bool
    is_paused: bool
    is_file: bool
    is_unsafe: bool
    """Fetched in the clear."""


def shown_calendar(calendar: BusyCalendar) -> ShownCalendar:
    zone = calendar.location.zone
    is_troubled = bool(calendar.problem) and calendar.state is CalendarState.ACTIVE
    return ShownCalendar(
        id=calendar.id,
        name=calendar.name,
        space=space_name(calendar.space),
        url=url_for("busy_staff.show", slug=calendar.location.slug, calendar_id=calendar.id),
        source=_("hochgeladene Datei") if calendar.is_file else short_address(calendar.address),
        tone="danger" if is_troubled else TONES[calendar.state],
        state=_("gestört") if is_troubled else str(calendar.state.label),
        problem=problem_text(calendar.problem) if is_troubled else "",
        read=moment_text(calendar.read_at, zone=zone) if calendar.read_at else "",
        next_look=_next(calendar),
        counts=_counts(calendar),
        findings=[(event_name(one), finding_text(one)) for one in map(told, calendar.findings)],
        finding_count=calendar.finding_count,
        more_findings=max(calendar.finding_count - MOST_FINDINGS, 0),
        by=calendar.created_by.name,
        is_draft=calendar.state is CalendarState.DRAFT,
        is_paused=calendar.state is CalendarState.PAUSED,
        is_file=calendar.is_file,
        is_unsafe=calendar.address.startswith("http://"),
    )


def _next(calendar: BusyCalendar) -> str:
    if calendar.state is not CalendarState.ACTIVE or calendar.next_at is None or calendar.is_file:
        return ""
    return moment_text(calendar.next_at, zone=calendar.location.zone)


def _counts(calendar: BusyCalendar) -> str:
    times = ngettext("%(num)d Termin belegt die Fläche", "%(num)d Termine belegen die Fläche", calendar.times)
    if not calendar.free:
        return times
    free = ngettext(
        "%(num)d zählt nicht (frei oder abgesagt)", "%(num)d zählen nicht (frei oder abgesagt)", calendar.free
    )
    return _("%(times)s, %(free)s", times=times, free=free)


@dataclass(frozen=True, kw_only=True)
class ShownTime:
    """One event of a calendar."""

    when: str
    title: str
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownCollision:
    """An event over a booking."""

    id: int
    url: str
    event: str
    event_when: str
    calendar: str
    space: str
    booking: ShownBooking
    decision: str
    decided: str


def shown_collision(collision: BusyCollision) -> ShownCollision:
    event = collision.event
    zone = event.calendar.location.zone
    return ShownCollision(
        id=collision.id,
        url=url_for("busy_staff.collision", slug=event.calendar.location.slug, collision_id=collision.id),
        event=event.title or _("Ohne Titel"),
        event_when=span_text(event.span, zone=zone),
        calendar=event.calendar.name,
        space=space_name(event.calendar.space),
        booking=shown_booking(collision.booking),
        decision=str(collision.decision.label) if collision.decision else "",
        decided=_moment(collision.decided_at, collision),
    )


def _moment(at: datetime | None, collision: BusyCollision) -> str:
    return moment_text(at, zone=collision.event.calendar.location.zone) if at else ""
