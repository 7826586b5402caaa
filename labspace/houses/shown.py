"""Closures, special openings and changes as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from labspace.formats import is_german, moment_text, span_text, weekday_text
from labspace.houses.models import HouseChange, HouseEdit
from labspace.locations.models import FOR_GOOD, Closure, Location, SpecialOpening
from labspace.times import TimeSpan
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True)
class ShownTime:
    """One time at which the house is shut or open beyond its hours."""

    id: int
    when: str
    reason: str


@dataclass(frozen=True)
class ShownChange:
    """One line of the record."""

    what: str
    when: str
    by: str
    more: str
    url: str = ""
    """Its page, where it can be taken back, if it has one."""


def shown_time(time: Closure | SpecialOpening, house: Location) -> ShownTime:
    """With the reason in the reader's language where there is one."""
    reason = time.reason if is_german() else time.reason_en or time.reason
    return ShownTime(time.id, closed_text(time.span, house), reason)


def closed_text(span: TimeSpan, house: Location) -> str:
    """From when to when, or from when on where no end is known."""
    if span.ends_at < FOR_GOOD:
        return span_text(span, zone=house.zone)
    return _("ab %(day)s, bis auf Weiteres", day=weekday_text(span.starts_at.astimezone(house.zone).date()))


def shown_change(change: HouseChange, house: Location) -> ShownChange:
    """What was done, when and by whom."""
    span = closed_text(change.span, house)
    more = ngettext("%(num)d Buchung abgesagt", "%(num)d Buchungen abgesagt", change.cancelled)
    return ShownChange(
        what=_DONE[change.what](span),
        when=moment_text(change.at, zone=house.zone),
        by=change.actor.name,
        more=more if change.cancelled else "",
    )


_DONE = {
    HouseEdit.CLOSED: lambda span: _("Geschlossen: %(span)s", span=span),
    HouseEdit.REOPENED: lambda span: _("Wieder geöffnet: %(span)s", span=span),
    HouseEdit.OPENED: lambda span: _("Sonderöffnung: %(span)s", span=span),
    HouseEdit.OPENING_ENDED: lambda span: _("Sonderöffnung aufgehoben: %(span)s", span=span),
}
