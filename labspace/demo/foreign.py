"""An invented foreign calendar: the room calendar of another department, uploaded as a file."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.busy.actions import Content, draft_calendar, start_calendar
from labspace.demo.people import TEAM
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space

EVENTS = (
    ("ausschuss", "Ausschuss (frei erfunden)", 1, "0900", "1030", "FREQ=WEEKLY;INTERVAL=2;COUNT=12"),
    ("jurysitzung", "Jurysitzung (frei erfunden)", 3, "1300", "1600", ""),
    ("schulung", "Schulung (frei erfunden)", 8, "0930", "1530", "FREQ=DAILY;COUNT=2"),
    ("sprechtag", "Sprechtag (frei erfunden)", 10, "1000", "1200", "FREQ=WEEKLY;COUNT=8"),
)
"""UID, title, days from now, from, until, rule."""


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
    content = Content(calendar_file(now.astimezone(room.location.zone).date()).encode("utf-8"))
    draft = draft_calendar(session, room.id, name="Gremien (Exchange)", content=content, by=team, now=now)
    start_calendar(session, draft.id, now=now, chance=0.0)


def calendar_file(today: date) -> str:
    """The file, with one event that nobody can read, as there always is one."""
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
    lines += [
        "BEGIN:VEVENT",
        "UID:ohne@demonstration.invalid",
        "SUMMARY:Ohne Beginn (frei erfunden)",
        "END:VEVENT",
    ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
