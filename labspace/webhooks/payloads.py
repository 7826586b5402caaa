"""Pure: what a call says. No person, no title, no note: what more a receiver may know it asks the API."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from labspace.bookings.models import Booking
from labspace.locations.models import Location
from labspace.popups.models import PopupApplication
from labspace.popups.states import ApplicationState
from labspace.webhooks.kinds import Event

MINUTE = timedelta(minutes=1)


def body_of(event: Event, data: Mapping[str, Any], *, message_id: str, at: datetime) -> str:
    """The JSON of a call; the same at every repeat."""
    whole = {"id": message_id, "type": event.value, "timestamp": at.isoformat(), "data": data}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def booking_data(
    booking: Booking, *, location: Location, space_ids: Sequence[str], base_url: str
) -> dict[str, Any]:
    """The booking as it stands after the change, its times in the house's zone."""
    zone = location.zone
    return {
        "id": booking.id,
        "reference": booking.reference,
        "uid": booking.uid,
        "location": location.slug,
        "demo": location.is_demo,
        "kind": booking.kind.value,
        "spaces": list(space_ids),
        "state": booking.state.value,
        "state_since": _moment(booking.state_since, zone),
        "sequence": booking.sequence,
        "version": booking.version,
        "starts_at": _moment(booking.starts_at, zone),
        "ends_at": _moment(booking.ends_at, zone),
        "occupied_from": _moment(booking.starts_at - booking.setup_minutes * MINUTE, zone),
        "occupied_until": _moment(booking.ends_at + booking.teardown_minutes * MINUTE, zone),
        "option_rank": booking.option_rank,
        "option_until": _moment(booking.option_until, zone),
        "links": {"page": f"{base_url.rstrip('/')}/buchungen/{booking.reference}"},
    }


def application_data(
    application: PopupApplication, outcome: ApplicationState, *, location: Location, base_url: str
) -> dict[str, Any]:
    """Which application was decided and how; nothing of what it says."""
    return {
        "application": application.id,
        "location": location.slug,
        "demo": location.is_demo,
        "state": outcome.value,
        "links": {"page": f"{base_url.rstrip('/')}/pop-up/bewerbungen/{application.id}"},
    }


def _moment(at: datetime | None, zone: ZoneInfo) -> str | None:
    return at.astimezone(zone).isoformat() if at else None
