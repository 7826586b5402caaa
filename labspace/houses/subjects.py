"""Where each subject that staff keep by days is kept, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from labspace.accounts.tariff_groups import TariffGroup
from labspace.houses.dated.actions import Keeper
from labspace.houses.dated.models import DatedChange, Subject
from labspace.houses.dated.queries import dated_changes
from labspace.houses.dated.rows import Row
from labspace.houses.dated.shown import Pair, shown_dated
from labspace.houses.hours.holidays import Holidays
from labspace.houses.hours.shown import holiday_facts, region_facts, week_facts
from labspace.houses.hours.weekly import WeeklyHours
from labspace.houses.places.places import place_name, place_of
from labspace.houses.prices.keeper import prices_of
from labspace.houses.prices.shown import group_name, price_facts
from labspace.houses.quiet.keeper import QuietDays
from labspace.houses.quiet.shown import quiet_facts
from labspace.houses.ruling.keeper import rules_kept
from labspace.houses.ruling.shown import ruling_facts
from labspace.houses.shown import ShownChange
from labspace.houses.terms.keeper import EventTermsKept
from labspace.houses.terms.shown import terms_facts
from labspace.houses.unit_hours.keeper import unit_hours_of
from labspace.houses.unit_hours.shown import unit_facts
from labspace.locations.models import Location
from labspace.spaces.house import House
from labspace.spaces.houses import houses_named


@dataclass(frozen=True)
class Kept:
    """One subject: its keeper by scope, its page, and its rows of one day in words."""

    keeper: Callable[[str], Keeper]
    page: str
    """Endpoint of the page on which it is changed."""
    facts: Callable[[Sequence[Row]], Sequence[Pair]]
    of_house: Callable[[Location, Sequence[Row]], Sequence[Pair]] = lambda _house, _rows: ()
    """What rows mean only beside their house; told first."""

    def told(self, house: Location) -> Callable[[Sequence[Row]], list[Pair]]:
        """All that rows of one day of a house say."""
        return lambda rows: [*self.of_house(house, rows), *self.facts(rows)]


SUBJECTS: dict[Subject, Kept] = {
    Subject.HOURS: Kept(lambda _scope: WeeklyHours(), "house_hours.weekly", week_facts),
    Subject.UNIT_HOURS: Kept(unit_hours_of, "unit_hours.index", unit_facts),
    Subject.HOLIDAYS: Kept(lambda _scope: Holidays(), "house_hours.holidays", holiday_facts, region_facts),
    Subject.QUIET_DAYS: Kept(lambda _scope: QuietDays(), "quiet_days.show", quiet_facts),
    Subject.RULES: Kept(rules_kept, "house_ruling.index", ruling_facts),
    Subject.TARIFFS: Kept(prices_of, "house_prices.index", price_facts),
    Subject.EVENT_TERMS: Kept(lambda _scope: EventTermsKept(), "event_terms.show", terms_facts),
}


def register_subject(subject: Subject, kept: Kept) -> None:
    """Let a package above the houses keep something of them by days."""
    SUBJECTS[subject] = kept


def keeper_of(change: DatedChange) -> Keeper:
    """What keeps the rows that a change is about."""
    return SUBJECTS[change.subject].keeper(change.scope)


def changes_listed(
    session: Session, house: Location, subjects: Collection[Subject], *, scope: str | None = None
) -> list[ShownChange]:
    """What was changed of these subjects, the latest first; with `scope` of one place only."""
    return [one for _change, one in changes_told(session, house, subjects, scope=scope)]


def changes_told(
    session: Session,
    house: Location,
    subjects: Collection[Subject],
    *,
    scope: str | None = None,
    limit: int = 20,
) -> list[tuple[DatedChange, ShownChange]]:
    """The same, each with its row."""
    found = dated_changes(session, house.id, subjects, scope=scope, limit=limit)
    places = houses_named(session, [house.id])[house.id] if any(one.scope for one in found) else None
    return [(one, shown_dated(one, house, about=_about(one, places) if places else "")) for one in found]


def about_text(session: Session, change: DatedChange) -> str:
    """The place and group that a change is about; empty for the house as a whole."""
    return (
        _about(change, houses_named(session, [change.location_id])[change.location_id])
        if change.scope
        else ""
    )


def _about(change: DatedChange, house: House) -> str:
    scope, _bar, group = change.scope.partition("|")
    names = []
    if scope:
        names.append(place_name(place_of(scope), house))
    if group:
        names.append(group_name(TariffGroup(group)))
    return ", ".join(names)
