"""The three reports of a calendar: a query, named events, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response
from sqlalchemy.orm import Session

from labspace.caldav.actions import Look
from labspace.caldav.addresses import item_in, uid_in
from labspace.caldav.answers import filter_refused, many, refused, report_unknown
from labspace.caldav.asked import EVERYTHING, Properties, hrefs_in, properties_in, read_sync
from labspace.caldav.event_lines import EventLines
from labspace.caldav.filters import BadFilter, matches, read_filter
from labspace.caldav.parsing import Element
from labspace.caldav.properties import shown_event, shown_item
from labspace.caldav.queries import Item, changes_since, events_of
from labspace.caldav.tokens import read_token, token_text
from labspace.caldav.words import caldav, dav
from labspace.caldav.writing import Xml, gone, href, tag, text


class Asked:
    """A report on one calendar, with all it takes to answer."""

    def __init__(self, session: Session, root: Element, look: Look, *, address: str, principal: str) -> None:
        self.session, self.root, self.look = session, root, look
        self.address, self.principal = address, principal
        self.properties: Properties = properties_in(root) or EVERYTHING


def answer_report(asked: Asked) -> Response:
    """The answer to a report on a calendar, or which condition it breaks."""
    report = REPORTS.get(asked.root.tag)
    if report is None:
        return report_unknown()
    if asked.properties.calendar_type.lower() != "text/calendar":
        return refused(caldav("supported-calendar-data"))
    return report(asked)


def _query(asked: Asked) -> Response:
    try:
        wanted = read_filter(asked.root)
    except BadFilter as bad:
        return filter_refused(bad.condition)
    look = asked.look
    events = events_of(asked.session, collection_id=look.collection_id, feed_id=look.feed_id)
    return many([_event(asked, uid, ics) for uid, ics in events if matches(wanted, EventLines(ics))])


def _multiget(asked: Asked) -> Response:
    look, addresses = asked.look, hrefs_in(asked.root)
    uids = {address: uid_in(asked.address, address) for address in addresses}
    wanted = {uid for uid in uids.values() if uid is not None}
    found = dict(
        events_of(asked.session, collection_id=look.collection_id, feed_id=look.feed_id, uids=wanted)
    )
    return many(
        [
            _event(asked, uid, found[uid]) if uid is not None and uid in found else gone(address)
            for address, uid in uids.items()
        ]
    )


def _sync(asked: Asked) -> Response:
    sync, look = read_sync(asked.root), asked.look
    since = read_token(sync.token, collection_id=look.collection_id) if sync.token else 0
    if since is None or since > look.sequence or (sync.token and since < look.forgotten):
        return refused(dav("valid-sync-token"))
    if sync.level not in {"1", "infinite"}:
        return refused(dav("sync-traversal-supported"))
    changes = changes_since(
        asked.session, look.collection_id, since=since, until=look.sequence, limit=sync.limit
    )
    is_cut = sync.limit is not None and len(changes) > sync.limit
    changes = changes[: sync.limit] if is_cut else changes
    reached = changes[-1].sequence if is_cut else look.sequence
    answers = _changes(asked, changes)
    if is_cut:
        answers.append(_more_to_come(asked.address))
    return many(answers, sync_token=token_text(look.collection_id, reached))


def _changes(asked: Asked, changes: list[Item]) -> list[Xml]:
    data: Mapping[str, bytes] = {}
    if asked.properties.wants_data:
        look = asked.look
        uids = {item.uid for item in changes if not item.is_removed}
        data = dict(
            events_of(asked.session, collection_id=look.collection_id, feed_id=look.feed_id, uids=uids)
        )
    answers = []
    for item in changes:
        address = item_in(asked.address, item.uid)
        if item.is_removed:
            answers.append(gone(address))
        elif item.uid in data:
            answers.append(_event(asked, item.uid, data[item.uid]))
        else:
            answers.append(shown_item(address, item, asked.properties, asked.principal))
    return answers


def _more_to_come(address: str) -> Xml:
    """The limit of the client was reached (RFC 6578 3.6)."""
    return tag(
        dav("response"),
        href(address),
        tag(dav("status"), text("HTTP/1.1 507 Insufficient Storage")),
        tag(dav("error"), tag(dav("number-of-matches-within-limits"))),
    )


def _event(asked: Asked, uid: str, ics: bytes) -> Xml:
    return shown_event(item_in(asked.address, uid), uid, ics, asked.properties, asked.principal)


REPORTS: Mapping[str, Callable[[Asked], Response]] = {
    caldav("calendar-query"): _query,
    caldav("calendar-multiget"): _multiget,
    dav("sync-collection"): _sync,
}
