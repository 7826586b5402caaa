"""Pure: what has to be seen to before an event, by what the organiser answers, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from labspace.spaces.event_terms import ChecklistItem, ChecklistNeed, ChecklistWho
from labspace.words import lazy_gettext as _l


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What decides which items of a checklist apply."""

    people: int
    is_public: bool = False
    music: bool = False
    alcohol: bool = False
    sells: bool = False


def applies(item: ChecklistItem, traits: Traits) -> bool:
    """Whether an event like this has to see to `item`."""
    met = {
        ChecklistNeed.ALWAYS: True,
        ChecklistNeed.MUSIC: traits.music,
        ChecklistNeed.ALCOHOL: traits.alcohol,
        ChecklistNeed.SELLING: traits.sells,
        ChecklistNeed.PUBLIC: traits.is_public,
    }
    return met[item.need] and traits.people >= item.people_from


def items_for(items: Iterable[ChecklistItem], traits: Traits) -> list[ChecklistItem]:
    """The items that apply, in their order."""
    return [item for item in items if applies(item, traits)]


def due_on(days_before: int, *, event_on: date, today: date, before: date | None = None) -> date:
    """The day by which it is settled: so many days before the event, where that is not over already.

    Otherwise it is due at once; what was due `before` stays so while that lies before the event.
    """
    usual = event_on - timedelta(days=days_before)
    if usual >= today:
        return usual
    if before is not None and before <= event_on:
        return before
    return min(today, event_on)


REMIND_DAYS = 3
"""How many days before it is due whoever has to see to it is reminded."""

WHO = {ChecklistWho.ORGANISER: _l("Veranstaltende"), ChecklistWho.TEAM: _l("Team des Hauses")}
"""Who sees to it, on screen."""
