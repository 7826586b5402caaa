"""Invitations as plain values: kept with a mail, and written as a calendar object when it leaves.

Writing the object takes an eighth of the time of a booking, and nobody waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from labspace.ical import CalendarEvent, Party, invitation_bytes, method_of

MOMENTS = ("created_at", "changed_at", "starts_at", "ends_at")
_OF_EVENT = tuple(field.name for field in fields(CalendarEvent))


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """What an iTIP message (RFC 5546) says."""

    event: CalendarEvent
    organizer: Party
    attendee: Party
    sent_at: datetime

    @property
    def method(self) -> str:
        """REQUEST or CANCEL."""
        return method_of(self.event)


def values_of(invitation: Invitation) -> dict[str, Any]:
    """The invitation as JSON values."""
    # Not asdict, which copies every value deeply: a tenth of the time of a booking.
    event = {name: getattr(invitation.event, name) for name in _OF_EVENT}
    event |= {name: event[name].isoformat() for name in MOMENTS}
    event["zone"] = invitation.event.zone.key
    return {
        "event": event,
        "organizer": dict(vars(invitation.organizer)),
        "attendee": dict(vars(invitation.attendee)),
        "sent_at": invitation.sent_at.isoformat(),
    }


def bytes_of(values: dict[str, Any] | None) -> bytes:
    """The calendar object of what `values_of` gave, the same bytes at every repeat; empty without any."""
    if values is None:
        return b""
    event: dict[str, Any] = values["event"]
    event = event | {name: datetime.fromisoformat(event[name]) for name in MOMENTS}
    geo = tuple(event["geo"]) if event["geo"] else None
    return invitation_bytes(
        CalendarEvent(**event | {"zone": ZoneInfo(event["zone"]), "geo": geo}),
        organizer=Party(**values["organizer"]),
        attendee=Party(**values["attendee"]),
        now=datetime.fromisoformat(values["sent_at"]),
    )
