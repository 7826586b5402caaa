"""A booking's history in words a person understands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import LazyString

from labspace.accounts.models import User
from labspace.bookings.models import Booking, BookingEvent
from labspace.bookings.reasons import reason_text
from labspace.bookings.retold import retold
from labspace.bookings.rulebook.names import overridden_text
from labspace.bookings.states import BookingState
from labspace.formats import moment_text, span_text
from labspace.times import TimeSpan
from labspace.words import gettext as _

Snapshot = Mapping[str, Any]

GIVE_A_REASON = frozenset({"cancelled", "cancelled_by_link", "rejected"})
"""What is explained to whoever booked; the notes beside everything else are the team's own."""

REASONED = frozenset({"challenged", "extended"})
"""What the team does with a reason of its own that breaks no rule; the team alone reads it."""


@dataclass(frozen=True)
class Trace:
    """One line of history."""

    when: str
    what: str
    who: str
    more: Sequence[str] = ()
    """What else changed with it, one sentence each."""
    note: str = ""
    """Own words of whoever did it."""


def traces(
    events: Iterable[BookingEvent], booking: Booking, *, reader: User, names: Mapping[str, str]
) -> list[Trace]:
    """What happened, oldest first; `names` are the names of spaces by public id.

    Who of the team did something, and why an exception was made, is shown to the team alone.
    """
    zone, staff = booking.location.zone, reader.runs(booking.location_id)
    return [
        Trace(
            when=moment_text(event.at, zone=zone),
            what=_what(event, zone=zone, names=names),
            who=_who(event, booking, reader=reader),
            more=[*_more(event), *_exception(event, staff=staff)],
            note=_own_words(event, staff=staff),
        )
        for event in events
    ]


def named_spaces(events: Iterable[BookingEvent]) -> set[str]:
    """The public ids of all spaces the history speaks of."""
    states = [state for event in events for state in (event.before, event.after) if state]
    return {name for state in states for name in state.get("spaces", [])}


def _own_words(event: BookingEvent, *, staff: bool) -> str:
    if event.what in GIVE_A_REASON:
        return reason_text(event.note)
    return event.note if staff and event.what in REASONED else ""


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
        return _moved(before, after, zone=zone, names=names)
    if event.what == "retold":
        changes = retold(before, after)
        return changes[0] if len(changes) == 1 else _("Angaben der Buchung geändert")
    if event.what == "no_show" and event.at >= datetime.fromisoformat(after["ends_at"]):
        return _("Als nicht erschienen vermerkt")
    if plain := _PLAIN.get(event.what):
        return plain(before, after)
    return str(_WORDS.get(event.what) or _("Geändert"))


def _more(event: BookingEvent) -> list[str]:
    before, after = event.before or {}, event.after or {}
    if event.what == "moved":
        return retold(before, after, with_words=False)
    changes = retold(before, after) if event.what == "retold" else []
    return changes if len(changes) > 1 else []


def _exception(event: BookingEvent, *, staff: bool) -> list[str]:
    if not event.note or event.what in GIVE_A_REASON | REASONED:
        return []
    if staff:
        passed = overridden_text((event.after or {}).get("overridden", ()))
        return [_("Ausnahme von den Regeln: %(reason)s", reason=event.note), *([passed] if passed else [])]
    return [_("Ausnahme von den Regeln des Hauses")]


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


def _moved(before: Snapshot, after: Snapshot, *, zone: ZoneInfo, names: Mapping[str, str]) -> str:
    same_time = all(before[name] == after[name] for name in ("starts_at", "ends_at"))
    if same_time and before.get("spaces") != after.get("spaces"):
        return _(
            "Von %(old)s auf %(new)s umgebucht",
            old=_spaces(before, names=names),
            new=_spaces(after, names=names),
        )
    if not same_time and before.get("spaces") == after.get("spaces"):
        return _("Verlegt von %(old)s auf %(new)s", old=_when(before, zone=zone), new=_when(after, zone=zone))
    return _(
        "Verlegt von %(old)s auf %(new)s",
        old=_place(before, zone=zone, names=names),
        new=_place(after, zone=zone, names=names),
    )


def _place(state: Snapshot, *, zone: ZoneInfo, names: Mapping[str, str]) -> str:
    return _("%(spaces)s, %(when)s", spaces=_spaces(state, names=names), when=_when(state, zone=zone))


def _spaces(state: Snapshot, *, names: Mapping[str, str]) -> str:
    return ", ".join(names.get(name, name) for name in state.get("spaces", []))


def _when(state: Snapshot, *, zone: ZoneInfo) -> str:
    span = TimeSpan(datetime.fromisoformat(state["starts_at"]), datetime.fromisoformat(state["ends_at"]))
    return span_text(span, zone=zone)


def _cancelled(_before: Snapshot, after: Snapshot) -> str:
    label = str(BookingState(after["state"]).label)
    return label[:1].upper() + label[1:]


def _lapsed(before: Snapshot, _after: Snapshot) -> str:
    if before.get("state") == BookingState.REQUESTED.value:
        return _("Bis zum Beginn nicht entschieden und verfallen")
    return _("Die Frist der Option ist verstrichen")


def _passed_over(before: Snapshot, after: Snapshot) -> str:
    old, new = before.get("option_rank"), after.get("option_rank")
    if old == new:
        return _("Ein Teil der Zeit ist fest vergeben, die Option wartet auf Rang %(rank)s", rank=new)
    return _(
        "Von Rang %(old)s auf Rang %(new)s zurückgefallen, weil ein Teil der Zeit vergeben ist",
        old=old,
        new=new,
    )


_PLAIN: dict[str, Callable[[Snapshot, Snapshot], str]] = {
    "confirmed": lambda before, after: _("Bestätigt"),
    "rejected": lambda before, after: _("Abgelehnt"),
    "cancelled": _cancelled,
    "cancelled_by_link": lambda before, after: _("Über den Link in der Mail storniert"),
    "lapsed": _lapsed,
    "promoted": lambda before, after: _(
        "Von Rang %(old)s auf Rang %(new)s vorgerückt",
        old=before.get("option_rank"),
        new=after.get("option_rank"),
    ),
    "passed_over": _passed_over,
    "challenged": lambda before, after: _(
        "Um eine Entscheidung gebeten: verbindlich anfragen oder freigeben"
    ),
    "challenge_withdrawn": lambda before, after: _("Die Bitte um Entscheidung ist zurückgenommen"),
    "committed": lambda before, after: _("Verbindlich angefragt, das Team entscheidet"),
    "extended": lambda before, after: _("Frist der Option verlängert"),
    "partner_invited": lambda before, after: _("Jemanden zum gemeinsamen Veranstalten eingeladen"),
    "partner_joined": lambda before, after: _("Gemeinsam veranstaltet: Jemand ist dazugekommen"),
    "partner_left": lambda before, after: _("Gemeinsam veranstaltet: Jemand ist nicht mehr dabei"),
    "checked_in": lambda before, after: _("Anwesenheit bestätigt"),
    "counted": lambda before, after: _("Als genutzt vermerkt, weil Besuche gezählt wurden"),
    "forgiven": lambda before, after: _("Nichterscheinen nicht angerechnet"),
    "left_early": lambda before, after: _("Früher gegangen, die Restzeit ist wieder frei"),
    "left": lambda before, after: _("Gegangen"),
    "no_show": lambda before, after: _("Als nicht erschienen vermerkt, die Restzeit ist wieder frei"),
    "presence_taken_back": lambda before, after: _("Vermerk zur Anwesenheit zurückgenommen"),
}

_WORDS: dict[str, LazyString] = {}


def say(words: Mapping[str, LazyString]) -> None:
    """Let a higher package say what the machine words of its own lines of history mean."""
    _WORDS.update(words)


KNOWN = frozenset({"placed", "moved", "retold", *_PLAIN})
"""Every machine word this page has words for."""
