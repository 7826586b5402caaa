"""An open pop-up as a calendar shows it: whole days, hours in words, gone with its last day."""

from __future__ import annotations

from datetime import timedelta

from labspace.calendars.entries import Shown
from labspace.ical import CalendarEvent, tidy_line
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.open_shops import public_uid, shop_item
from labspace.words import gettext as _


def shop_event(tenancy: Tenancy, *, base_url: str) -> CalendarEvent:
    """One pop-up from its first day to its last, in the language at hand."""
    item, booking = shop_item(tenancy), tenancy.booking
    lines = [_("Geöffnet: %(hours)s", hours=item.opening)] if item.opening else []
    if item.is_demo:
        lines.append(_("Demonstration – frei erfunden"))
    return CalendarEvent(
        uid=public_uid(tenancy),
        sequence=booking.sequence,
        created_at=tenancy.created_at,
        changed_at=max(tenancy.created_at, booking.changed_at),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        zone=item.zone,
        whole_days=True,
        summary=item.title,
        location=tidy_line(", ".join(part for part in (item.spaces, item.house, item.address) if part)),
        geo=booking.location.coordinates_at(booking.starts_at),
        description="\n".join(lines),
        url=base_url.rstrip("/") + item.path,
        status="CONFIRMED",
        takes_time=False,
    )


def shop_days(tenancy: Tenancy) -> Shown:
    """Its own days. Feeds roll at midnight UTC: in the house's zone it comes and goes some hours off."""
    first, last = tenancy.first_and_last
    return Shown(first, last + timedelta(days=1))
