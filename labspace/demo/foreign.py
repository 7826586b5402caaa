"""An invented foreign calendar: the room calendar of another department, uploaded as a file."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.claim_models import Claim
from labspace.busy.actions import Content, draft_calendar, start_calendar
from labspace.demo.people import TEAM
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan

EVENTS = (
    ("ausschuss", "Ausschuss (frei erfunden)", 1, "0900", "1030", "FREQ=WEEKLY;INTERVAL=2;COUNT=12"),
    ("jurysitzung", "Jurysitzung (frei erfunden)", 3, "1300", "1600", ""),
    ("schulung", "Schulung (frei erfunden)", 8, "0930", "1530", "FREQ=DAILY;COUNT=2"),
    ("sprechtag", "Sprechtag (frei erfunden)", 10, "1000", "1200", "FREQ=WEEKLY;COUNT=8"),
)
"""UID, title, days from now, from, until, rule."""
AHEAD, AN_HOUR = timedelta(days=2), timedelta(hours=1)
UTC_FORM = "%Y%m%dT%H%M%SZ"


def load_foreign_calendar(session: Session, *, now: datetime) -> None:
    """Let Bochum's team have subscribed to a calendar for a meeting room; what it lies over waits for them."""
    room = session.scalars(
        select(Space)
        .join(Space.location)
        .where(Space.kind == SpaceKind.MEETING_ROOM, Space.location.has(slug="bochum"))
        .order_by(Space.position, Space.id)
        .limit(1)
    ).one_or_none()
    team = session.scalars(select(User).where(User.email == TEAM.email)).one_or_none()
    if room is None or team is None:
        return
    today = now.astimezone(room.location.zone).date()
    content = Content(calendar_file(today, over=_next_booking(session, room, now=now)).encode("utf-8"))
    draft = draft_calendar(session, room.id, name="Gremien (Exchange)", content=content, by=team, now=now)
    start_calendar(session, draft.id, now=now, chance=0.0)


def _next_booking(session: Session, room: Space, *, now: datetime) -> TimeSpan | None:
    """Somebody's time in the room some days ahead, for an event to lie over it."""
    booked = session.scalars(
        select(Claim)
        .where(
            Claim.space_id == room.id,
            Claim.is_core,
            Claim.booking_id.isnot(None),
            Claim.starts_at > now + AHEAD,
        )
        .order_by(Claim.starts_at)
        .limit(1)
    ).one_or_none()
    return booked.span if booked else None


def calendar_file(today: date, *, over: TimeSpan | None) -> str:
    """The file: one event lies over a booking, and one nobody can read, as there always is."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//frei erfunden//Demonstration//DE"]
    for uid, title, days, begins, ends, rule in EVENTS:
        day = today + timedelta(days=days)
        lines += ["BEGIN:VEVENT", f"UID:{uid}@demonstration.invalid", f"SUMMARY:{title}"]
        lines += [
            f"{name};TZID=W. Europe Standard Time:{day:%Y%m%d}T{clock}00"
            for name, clock in (("DTSTART", begins), ("DTEND", ends))
        ]
        lines += [f"RRULE:{rule}"] if rule else []
        lines.append("END:VEVENT")
    if over:
        lines += ["BEGIN:VEVENT", "UID:begehung@demonstration.invalid", "SUMMARY:Begehung (frei erfunden)"]
        lines += [f"DTSTART:{over.starts_at:{UTC_FORM}}", f"DTEND:{over.ends_at + AN_HOUR:{UTC_FORM}}"]
        lines.append("END:VEVENT")
    lines += [
        "BEGIN:VEVENT",
        "UID:ohne@demonstration.invalid",
        "SUMMARY:Ohne Beginn (frei erfunden)",
        "END:VEVENT",
    ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
