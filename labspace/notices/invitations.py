"""Invitations and calendar files as plain values: kept with a mail, and written when it leaves.

Writing the object takes an eighth of the time of a booking, and nobody waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from labspace.ical import CalendarEvent, Party, Repetition, download_bytes, invitation_bytes, method_of

MOMENTS = ("created_at", "changed_at", "starts_at", "ends_at")
_OF_EVENT = tuple(field.name for field in fields(CalendarEvent))


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """What an iTIP message (RFC 5546) says."""

    event: CalendarEvent
    organizer: Party
    attendee: Party
    sent_at: datetime
    instances: tuple[CalendarEvent, ...] = ()
    """The dates of a repeated event that differ from its rule."""

    @property
    def method(self) -> str:
        """REQUEST or CANCEL."""
        return method_of(self.event)


@dataclass(frozen=True, kw_only=True)
class CalendarFile:
    """Many events of one zone to be read in at once: an iTIP message may name one only (RFC 5546)."""

    events: tuple[CalendarEvent, ...]

    @property
    def method(self) -> str:
        """None: a file is no message, and nobody answers it."""
        return ""


def values_of(calendar: Invitation | CalendarFile) -> dict[str, Any]:
    """The invitation or file as JSON values."""
    if isinstance(calendar, CalendarFile):
        return {"events": [_values_of_event(event) for event in calendar.events]}
    return {
        "event": _values_of_event(calendar.event),
        "instances": [_values_of_event(event) for event in calendar.instances],
        "organizer": dict(vars(calendar.organizer)),
        "attendee": dict(vars(calendar.attendee)),
        "sent_at": calendar.sent_at.isoformat(),
    }


def _values_of_event(event: CalendarEvent) -> dict[str, Any]:
    # Not asdict, which copies every value deeply: a tenth of the time of a booking.
    values = {name: getattr(event, name) for name in _OF_EVENT}
    values |= {name: values[name].isoformat() for name in MOMENTS} | {"zone": event.zone.key}
    if event.instead_of:
        values["instead_of"] = event.instead_of.isoformat()
    if repeats := event.repeats:
        without = [moment.isoformat() for moment in repeats.without]
        values["repeats"] = {"rule": repeats.rule, "last_at": repeats.last_at.isoformat(), "without": without}
    return values


def bytes_of(values: dict[str, Any] | None) -> bytes:
    """The calendar object of what `values_of` gave, the same bytes at every repeat; empty without any."""
    if values is None:
        return b""
    if "events" in values:
        return download_bytes(*map(_event_from, values["events"]))
    return invitation_bytes(
        _event_from(values["event"]),
        *map(_event_from, values.get("instances", ())),
        organizer=Party(**values["organizer"]),
        attendee=Party(**values["attendee"]),
        now=datetime.fromisoformat(values["sent_at"]),
    )


def _event_from(values: dict[str, Any]) -> CalendarEvent:
    moments = {name: datetime.fromisoformat(values[name]) for name in MOMENTS}
    if values.get("instead_of"):
        moments["instead_of"] = datetime.fromisoformat(values["instead_of"])
    geo = tuple(values["geo"]) if values["geo"] else None
    repeats = _repetition_from(values["repeats"]) if values.get("repeats") else None
    return CalendarEvent(
        **values | moments | {"zone": ZoneInfo(values["zone"]), "geo": geo, "repeats": repeats}
    )


def _repetition_from(values: dict[str, Any]) -> Repetition:
    return Repetition(
        rule=values["rule"],
        last_at=datetime.fromisoformat(values["last_at"]),
        without=tuple(map(datetime.fromisoformat, values["without"])),
    )
