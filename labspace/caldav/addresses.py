"""Where everything is; all addresses are paths below `/caldav/`."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

from flask import url_for


def root() -> str:
    """The address people type."""
    return url_for("caldav.root")


def principal_of(user_id: int) -> str:
    """A person."""
    return url_for("caldav.principal", person_id=user_id)


def home_of(user_id: int) -> str:
    """A person's calendars."""
    return url_for("caldav.home", person_id=user_id)


def calendar_of(user_id: int, slug: str) -> str:
    """One of a person's calendars."""
    return url_for("caldav.calendar", person_id=user_id, slug=slug)


def item_in(calendar: str, uid: str) -> str:
    """An event; everything but letters, digits and `-._~` is escaped, as Apple's programs expect."""
    return f"{calendar}{quote(uid, safe='')}.ics"


def uid_in(calendar: str, address: str) -> str | None:
    """The UID of an event from its address, however it is escaped; None if it lies elsewhere."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return None
    name = path.removeprefix(unquote(calendar))
    if name == path or "/" in name or "\0" in name or not name.endswith(".ics"):
        return None
    return name.removesuffix(".ics")
