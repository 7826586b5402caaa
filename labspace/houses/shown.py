"""Closures and changes as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from labspace.formats import is_german, moment_text, span_text
from labspace.houses.models import HouseChange, HouseEdit
from labspace.locations.models import Closure, Location
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True)
class ShownClosure:
    """One closure in a list."""

    id: int
    when: str
    reason: str


@dataclass(frozen=True)
class ShownChange:
    """One line of the record."""

    when: str
    by: str
    text: str
    more: str


def shown_closure(closure: Closure, house: Location) -> ShownClosure:
    """With the reason in the reader's language where there is one."""
    reason = closure.reason if is_german() else closure.reason_en or closure.reason
    return ShownClosure(closure.id, span_text(closure.span, zone=house.zone), reason)


def shown_change(change: HouseChange, house: Location) -> ShownChange:
    """What was done, when and by whom."""
    span = span_text(change.span, zone=house.zone)
    text = (
        _("Geschlossen: %(span)s", span=span)
        if change.what is HouseEdit.CLOSED
        else _("Wieder geöffnet: %(span)s", span=span)
    )
    more = ngettext("%(num)d Buchung abgesagt", "%(num)d Buchungen abgesagt", change.cancelled)
    return ShownChange(
        when=moment_text(change.at, zone=house.zone),
        by=change.actor.name,
        text=text,
        more=more if change.cancelled else "",
    )
