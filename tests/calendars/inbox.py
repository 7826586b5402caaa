"""A person's calendar that takes invitations as RFC 5546 says; plain text work, none of the writing library."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import EmailMessage

from tests.calendars.readers import EXPANDERS, Held

EVENT = re.compile(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
ZONE = re.compile(r"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", re.DOTALL)


@dataclass
class Inbox:
    """What its owner's calendar holds after each message, by UID and instance; the empty one is the whole."""

    events: dict[str, dict[str, str]] = field(default_factory=dict)
    zones: set[str] = field(default_factory=set)

    def take(self, data: bytes) -> None:
        """Do as a calendar does with a message; asserts that it is one that calendars take."""
        text = data.decode("utf-8")
        parts = EVENT.findall(text)
        (method,) = re.findall(r"^METHOD:(\w+)\r$", text, re.MULTILINE)
        (uid,) = {value_of(part, "UID") for part in parts}
        assert parts, "a message about nothing"
        self.zones |= set(ZONE.findall(text))
        known = self.events.setdefault(uid, {})
        for part in parts:
            self._assert_newer(known, part)
        instances = {value_of(part, "RECURRENCE-ID"): part for part in parts}
        if method == "CANCEL":
            assert [value_of(part, "STATUS") for part in parts] == ["CANCELLED"]
        if "" in instances:
            # The whole replaces the whole, changed instances included.
            self.events[uid] = {} if method == "CANCEL" else instances
        else:
            assert known, "an instance of nothing"
            known.update(instances)

    def take_mail(self, message: EmailMessage) -> None:
        """The same with a mail (RFC 6047); a mail without an invitation changes nothing."""
        parts = {part.get_content_type(): part for part in message.walk()}
        if (invitation := parts.get("text/calendar")) is None:
            return
        assert parts.keys() >= {"multipart/alternative", "text/plain", "text/html", "application/ics"}
        payload = invitation.get_payload(decode=True)
        assert isinstance(payload, bytes)
        assert parts["application/ics"].get_payload(decode=True) == payload
        assert str(invitation.get_param("charset")) == "UTF-8"
        assert f"METHOD:{invitation.get_param('method')}\r\n".encode() in payload
        self.take(payload)

    def as_calendar(self) -> bytes:
        """What it would show, as one calendar object."""
        events = "".join(part for parts in self.events.values() for part in parts.values())
        head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//inbox//\r\n"
        return f"{head}{''.join(self.zones)}{events}END:VCALENDAR\r\n".encode()

    def shown(self, program: str = "vobject") -> list[Held]:
        """Every occurrence, as `program` shows it, earliest first."""
        return sorted(EXPANDERS[program](self.as_calendar()), key=lambda one: one.starts)

    @staticmethod
    def _assert_newer(known: dict[str, str], part: str) -> None:
        about = value_of(part, "RECURRENCE-ID")
        before = [known[name] for name in {about, ""} if name in known]
        sequence = int(value_of(part, "SEQUENCE"))
        assert all(sequence >= int(value_of(old, "SEQUENCE")) for old in before), "calendars would drop it"


def value_of(part: str, name: str) -> str:
    """The value of a property that occurs at most once, as written; empty without it."""
    lines = part.replace("\r\n ", "").split("\r\n")
    found = [line for line in lines if re.match(rf"{name}[:;]", line)]
    assert len(found) < 2, f"{name} occurs {len(found)} times"
    return found[0].partition(":")[2] if found else ""
