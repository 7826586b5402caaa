"""A public event as a calendar shows it: what was released, and nothing of the booking or a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from labspace.calendars.entries import WINDOW, Shown
from labspace.events.programme.items import ProgrammeItem
from labspace.events.programme.models import PublicText
from labspace.events.programme.queries import item_of
from labspace.events.programme.rules import CALLED_OFF_SHOWN
from labspace.formats import euro_text
from labspace.ical import CalendarEvent, EventImage, tidy_line
from labspace.pictures.kinds import MIMETYPE, PictureSize
from labspace.pictures.shown import picture_path
from labspace.words import gettext as _


def public_calendar_event(text: PublicText, *, base_url: str, now: datetime) -> CalendarEvent | None:
    """The event in the language at hand; None if the public does not see it."""
    item = item_of(text, now=now)
    if item is None:
        return None
    event, booking = text.event, text.event.booking
    created = event.published_at or text.decided_at or text.proposed_at
    return CalendarEvent(
        uid=event.uid,
        sequence=booking.sequence,
        created_at=created,
        changed_at=max(created, booking.changed_at, text.decided_at or created),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        zone=item.zone,
        whole_days=False,
        # Some calendars hide STATUS or show it too quietly; the words are read by all.
        summary=_("Fällt aus: %(title)s", title=item.title) if item.is_called_off else item.title,
        location=tidy_line(", ".join(part for part in (item.spaces, item.house, item.address) if part)),
        geo=booking.location.coordinates_at(booking.starts_at),
        description="\n".join(_lines(item)),
        image=image_of(item, base_url=base_url),
        url=base_url.rstrip("/") + item.path,
        status="CANCELLED" if item.is_called_off else "CONFIRMED",
        takes_time=False,
    )


def public_days(text: PublicText, event: CalendarEvent) -> Shown:
    """The days (UTC) on which the event is in the feed."""
    from_ = (event.starts_at - WINDOW).astimezone(UTC).date()
    until = event.ends_at + WINDOW
    if event.status == "CANCELLED":
        until = min(event.ends_at, text.event.booking.state_since + CALLED_OFF_SHOWN)
    return Shown(from_, until.astimezone(UTC).date() + timedelta(days=1))


def image_of(item: ProgrammeItem, *, base_url: str) -> EventImage | None:
    """The small size of the item's picture; its address carries the digest of the bytes, so others have another."""
    if item.picture is None:
        return None
    path = picture_path(item.picture, PictureSize.SMALL)
    return EventImage(url=base_url.rstrip("/") + path, mimetype=MIMETYPE)


def _lines(item: ProgrammeItem) -> list[str]:
    fee = item.entry_fee_cents
    lines = [item.words, "", _("Veranstaltende: %(name)s", name=item.organiser)]
    if fee is not None:
        lines.append(_("Eintritt: %(amount)s", amount=euro_text(fee)) if fee else _("Eintritt frei"))
    if item.registration_url:
        lines.append(_("Anmeldung: %(url)s", url=item.registration_url))
    access = ", ".join(str(one.label) for one in item.access)
    if access or item.access_note:
        told = "; ".join(part for part in (access, item.access_note) if part)
        lines.append(_("Barrierefreiheit: %(notes)s", notes=told))
    if item.picture is not None:
        # IMAGE has no words of its own; those who see no picture read them here.
        lines.append(_("Bild: %(alternative)s", alternative=item.picture.alternative))
    if item.is_demo:
        lines.append(_("Demonstration – frei erfunden"))
    return lines
