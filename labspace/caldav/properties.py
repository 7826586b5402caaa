"""The properties of each kind of resource, and those of them that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from labspace.caldav.actions import Look, etag_of
from labspace.caldav.asked import Properties
from labspace.caldav.event_lines import object_bytes
from labspace.caldav.filters import COLLATIONS
from labspace.caldav.offered import Calendar
from labspace.caldav.queries import Item
from labspace.caldav.tokens import token_text
from labspace.caldav.words import apple, caldav, calendarserver, dav
from labspace.caldav.writing import NOTHING, Xml, href, response, tag, text

CONTENT_TYPE = "text/calendar; charset=utf-8; component=VEVENT"
REPORTS = (caldav("calendar-query"), caldav("calendar-multiget"), dav("sync-collection"))

Values = Mapping[str, Xml]

NOT_FOR_ALLPROP = {
    dav("supported-report-set"),
    dav("current-user-privilege-set"),
    caldav("calendar-timezone"),
    caldav("supported-collation-set"),
    caldav("supported-calendar-data"),
}
"""What only answers to its name; many programs that ask for everything want none of it."""


def shown(address: str, values: Values, asked: Properties) -> Xml:
    """One resource with what was asked of its properties."""
    if asked.only_names:
        return response(address, (tag(name) for name in values))
    names: Iterable[str] = asked.names
    if asked.everything:
        names = dict.fromkeys([*(name for name in values if name not in NOT_FOR_ALLPROP), *names])
    found, missing = [], []
    for name in names:
        if name in values:
            found.append(tag(name, values[name]))
        else:
            missing.append(name)
    return response(address, found, missing)


@lru_cache(maxsize=256)
def for_everybody(principal: str) -> Values:
    """What each resource says: whose it is, and that they may read it."""
    me = href(principal)
    return {
        dav("current-user-principal"): me,
        dav("principal-URL"): me,
        dav("owner"): me,
        dav("current-user-privilege-set"): READ_ONLY,
        dav("supported-report-set"): NOTHING,
    }


def root_values(principal: str) -> Values:
    """The address people type: it leads to their principal."""
    return {**for_everybody(principal), dav("resourcetype"): tag(dav("collection"))}


def principal_values(principal: str, home: str, *, name: str, email: str) -> Values:
    """The person."""
    return {
        **for_everybody(principal),
        dav("resourcetype"): Xml(tag(dav("collection")) + tag(dav("principal"))),
        dav("displayname"): text(name),
        caldav("calendar-home-set"): href(home),
        caldav("calendar-user-address-set"): href(f"mailto:{email}"),
    }


def home_values(principal: str, *, name: str) -> Values:
    """Where somebody's calendars are."""
    return {
        **for_everybody(principal),
        dav("resourcetype"): tag(dav("collection")),
        dav("displayname"): text(name),
    }


def calendar_values(principal: str, calendar: Calendar, look: Look) -> Values:
    """A calendar, and how far it has come."""
    token = text(token_text(look.collection_id, look.sequence))
    return {
        **for_everybody(principal),
        dav("resourcetype"): Xml(tag(dav("collection")) + tag(caldav("calendar"))),
        dav("displayname"): text(calendar.title),
        dav("getcontenttype"): text("text/calendar; charset=utf-8"),
        dav("sync-token"): token,
        dav("supported-report-set"): SUPPORTED_REPORTS,
        calendarserver("getctag"): token,
        caldav("calendar-description"): text(calendar.description),
        caldav("calendar-timezone"): _timezone(),
        caldav("supported-calendar-component-set"): Xml('<c:comp name="VEVENT"/>'),
        caldav("supported-calendar-data"): Xml(
            '<c:calendar-data content-type="text/calendar" version="2.0"/>'
        ),
        caldav("supported-collation-set"): SUPPORTED_COLLATIONS,
        caldav("schedule-calendar-transp"): tag(caldav("opaque")),
        apple("calendar-color"): text(calendar.colour),
    }


def item_values(principal: str, item: Item) -> Values:
    """An event, without its bytes."""
    return {
        **for_everybody(principal),
        dav("resourcetype"): NOTHING,
        dav("getetag"): text(f'"{item.etag}"'),
        dav("getcontenttype"): text(CONTENT_TYPE),
        dav("getcontentlength"): text(str(item.size)),
    }


def shown_item(address: str, item: Item, asked: Properties, principal: str) -> Xml:
    """An event in a list of many."""
    return shown(address, item_values(principal, item), asked)


def shown_event(address: str, uid: str, ics: bytes, asked: Properties, principal: str) -> Xml:
    """An event with its bytes, and the ETag of exactly these."""
    data = object_bytes(ics)
    values = item_values(principal, Item(uid, etag_of(data), len(data), 0))
    sent = object_bytes(ics, utc=True) if asked.utc else data
    return shown(address, {**values, caldav("calendar-data"): text(sent.decode("utf-8"))}, asked)


READ_ONLY = Xml(
    "".join(tag(dav("privilege"), tag(dav(name))) for name in ("read", "read-current-user-privilege-set"))
)
SUPPORTED_REPORTS = Xml(
    "".join(tag(dav("supported-report"), tag(dav("report"), tag(name))) for name in REPORTS)
)
SUPPORTED_COLLATIONS = Xml("".join(tag(caldav("supported-collation"), text(name)) for name in COLLATIONS))


@cache
def _timezone() -> Xml:
    return text(object_bytes(b"").decode("ascii"))
