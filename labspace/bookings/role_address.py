"""Invitations as the house sends them: from its role address, to whoever booked and nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import current_app

from labspace.accounts.models import User
from labspace.ical import CalendarEvent, Party
from labspace.locations.models import Location
from labspace.notices.invitations import Invitation


def invites_itself(attendee: User) -> bool:
    """Whether this person has the role address: a calendar takes nobody's own invitation."""
    return attendee.email.casefold() == _role_address().casefold()


def invitation(
    events: Sequence[CalendarEvent], *, house: Location, attendee: User, at: datetime
) -> Invitation:
    """The message about the first of `events`; the others are its dates that differ from its rule."""
    return Invitation(
        event=events[0],
        instances=tuple(events[1:]),
        organizer=Party(email=_role_address(), name=house.name),
        attendee=Party(email=attendee.email, name=attendee.name),
        sent_at=at,
    )


def _role_address() -> str:
    # The sender's: calendars distrust an invitation whose ORGANIZER is somebody else.
    return str(current_app.extensions["labspace.settings"].mail_from)
