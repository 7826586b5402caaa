"""What is publicly on in a house, line by line, as its programme shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.accounts.mails import site_url
from labspace.events.programme.items import Asked, ProgrammeItem, programme
from labspace.locations.models import Location
from labspace.times import TimeSpan
from labspace.transfer.sheets import DEMO


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing the public may come to; names no person and no booking."""

    id: str
    """Stays the same, also in `/api/v1/programme`."""
    location: str
    title: str
    description: str
    organiser: str
    spaces: str
    starts_at: str
    """By the clock of the house, with offset."""
    ends_at: str
    state: str
    """`on` or `called_off`."""
    opening: str
    theme: str
    entry_fee_cents: int | None
    registration_url: str
    language: str
    access: str
    """Words of the interface for programs, with spaces between."""
    access_note: str
    url: str
    note: str


HEADINGS = tuple(field.name for field in fields(Line))


def programme_lines(
    session: Session, houses: Sequence[Location], *, first: date, last: date, now: datetime
) -> list[Line]:
    """Released events and open pop-ups of these houses on these local days, earliest first."""
    if not houses:
        return []
    window = TimeSpan.of_days(first, last, zone=houses[0].zone)
    wanted = Asked(window=window, house_ids=[house.id for house in houses], with_pictures=False)
    return [_line(item) for item in programme(session, wanted, now=now)]


def _line(item: ProgrammeItem) -> Line:
    return Line(
        id=item.key,
        location=item.house_slug,
        title=item.title,
        description=item.words,
        organiser=item.organiser,
        spaces=item.spaces,
        starts_at=item.span.starts_at.astimezone(item.zone).isoformat(),
        ends_at=item.span.ends_at.astimezone(item.zone).isoformat(),
        state="called_off" if item.is_called_off else "on",
        opening=item.opening,
        theme=item.theme.value if item.theme else "",
        entry_fee_cents=item.entry_fee_cents,
        registration_url=item.registration_url,
        language=item.language,
        access=" ".join(one.value for one in item.access),
        access_note=item.access_note,
        url=site_url(item.path),
        note=DEMO if item.is_demo else "",
    )
