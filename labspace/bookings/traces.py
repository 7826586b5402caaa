"""A booking's history in words a person understands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from labspace.accounts.models import User
from labspace.bookings.models import Booking, BookingEvent
from labspace.bookings.reasons import reason_text
from labspace.bookings.states import BookingState
from labspace.formats import clock_text, span_text, weekday_text
from labspace.times import TimeSpan
from labspace.words import gettext as _

Snapshot = Mapping[str, Any]


@dataclass(frozen=True)
class Trace:
    """One line of history."""

    when: str
    what: str
    who: str
    note: str


def traces(
    events: Iterable[BookingEvent], booking: Booking, *, reader: User, names: Mapping[str, str]
) -> list[Trace]:
    """What happened, oldest first; `names` are the names of spaces by public id.

    Who of the team did something is shown to the team alone.
    """
    zone = booking.location.zone
    return [
        Trace(
            when=_moment(event.at, zone=zone),
            what=_what(event, zone=zone, names=names),
            who=_who(event, booking, reader=reader),
            note=reason_text(event.note),
        )
        for event in events
    ]


def named_spaces(events: Iterable[BookingEvent]) -> set[str]:
    """The public ids of all spaces the history speaks of."""
    states = [state for event in events for state in (event.before, event.after) if state]
    return {name for state in states for name in state.get("spaces", [])}


def _moment(at: datetime, *, zone: ZoneInfo) -> str:
    return _(
        "%(day)s, %(time)s Uhr",
        day=weekday_text(at.astimezone(zone).date()),
        time=clock_text(at, zone=zone),
    )


def _who(event: BookingEvent, booking: Booking, *, reader: User) -> str:
    if event.actor_id is None or event.actor is None:
        return _("labspace selbst")
    if event.actor_id == reader.id:
        return _("Sie selbst")
    if event.actor_id == booking.booked_by_id or reader.runs(booking.location_id):
        return event.actor.name
    return _("das Team des Hauses")


def _what(event: BookingEvent, *, zone: ZoneInfo, names: Mapping[str, str]) -> str:
    before, after = event.before or {}, event.after or {}
    if event.what == "placed":
        return _placed(after, zone=zone, names=names)
    if event.what == "moved":
        return _(
            "Verlegt von %(old)s auf %(new)s",
            old=_place(before, zone=zone, names=names),
            new=_place(after, zone=zone, names=names),
        )
    if event.what == "retold":
        return _retold(before, after)
    if event.what == "promoted":
        return _("Auf Rang %(rank)s vorgerückt", rank=after.get("option_rank"))
    plain = _PLAIN.get(event.what)
    return plain(after) if plain else str(event.what)


def _placed(after: Snapshot, *, zone: ZoneInfo, names: Mapping[str, str]) -> str:
    where = _place(after, zone=zone, names=names)
    state = BookingState(after["state"])
    if state is BookingState.REQUESTED:
        return _("Angefragt: %(where)s", where=where)
    if state is BookingState.OPTION:
        return _("Option auf Rang %(rank)s: %(where)s", rank=after.get("option_rank"), where=where)
    if state is BookingState.USED:
        return _("Nacherfasst: %(where)s", where=where)
    return _("Gebucht: %(where)s", where=where)


def _retold(before: Snapshot, after: Snapshot) -> str:
    if before.get("people") != after.get("people"):
        return _(
            "Personenzahl von %(old)s auf %(new)s geändert", old=before.get("people"), new=after.get("people")
        )
    if before.get("title") != after.get("title"):
        return _("Titel geändert in „%(title)s“", title=after.get("title") or "–")
    return _("Angaben der Buchung geändert")


def _place(state: Snapshot, *, zone: ZoneInfo, names: Mapping[str, str]) -> str:
    span = TimeSpan(datetime.fromisoformat(state["starts_at"]), datetime.fromisoformat(state["ends_at"]))
    spaces: Sequence[str] = state.get("spaces", [])
    return _(
        "%(spaces)s, %(when)s",
        spaces=", ".join(names.get(name, name) for name in spaces),
        when=span_text(span, zone=zone),
    )


_PLAIN: dict[str, Callable[[Snapshot], str]] = {
    "confirmed": lambda after: _("Bestätigt"),
    "rejected": lambda after: _("Abgelehnt"),
    "cancelled": lambda after: str(BookingState(after["state"]).label).capitalize(),
    "lapsed": lambda after: _("Die Frist der Option ist verstrichen"),
    "checked_in": lambda after: _("Anwesenheit bestätigt"),
    "no_show": lambda after: _("Als nicht erschienen vermerkt, die Restzeit ist wieder frei"),
    "presence_taken_back": lambda after: _("Vermerk zur Anwesenheit zurückgenommen"),
}
