"""The rules of a house in words, by kind and space, as its team reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from labspace.bookings.rulebook.book import RuleEntry, rules_for
from labspace.bookings.rulebook.words import Pair, rule_facts, ruled_facts
from labspace.formats import day_text
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.words import gettext as _


@dataclass(frozen=True)
class Dated:
    """One rule as it is written: for what, from when to when, and what it says."""

    about: str
    when: str
    facts: Sequence[Pair]
    is_ahead: bool


@dataclass(frozen=True)
class KindRules:
    """What holds for a kind on a day, and the rules that say something else for a space or later."""

    kind: SpaceKind
    facts: Sequence[Pair]
    entries: Sequence[Dated]


def rules_by_kind(entries: Sequence[RuleEntry], spaces: Iterable[Space], *, on: date) -> list[KindRules]:
    """The rules of each kind the house has, with every dated rule that holds on the day or later."""
    by_id = {space.id: space for space in spaces}
    kinds = [kind for kind in SpaceKind if any(space.kind is kind for space in by_id.values())]
    return [_of_kind(kind, entries, by_id, on=on) for kind in kinds]


def _of_kind(
    kind: SpaceKind, entries: Sequence[RuleEntry], spaces: Mapping[int, Space], *, on: date
) -> KindRules:
    rules = rules_for(entries, kind=kind, space_id=None, day=on)
    told = [
        entry
        for entry in entries
        if _is_about(entry, kind, spaces) and (entry.valid_until is None or entry.valid_until >= on)
    ]
    told.sort(key=lambda entry: (entry.valid_from > on, entry.weight))
    return KindRules(
        kind, ruled_facts(rules), [_dated(entry, kind, entries, spaces, on=on) for entry in told]
    )


def _is_about(entry: RuleEntry, kind: SpaceKind, spaces: Mapping[int, Space]) -> bool:
    if entry.space_id is not None:
        return entry.space_id in spaces and spaces[entry.space_id].kind is kind
    return entry.kind in (None, kind)


def _dated(
    entry: RuleEntry,
    kind: SpaceKind,
    entries: Sequence[RuleEntry],
    spaces: Mapping[int, Space],
    *,
    on: date,
) -> Dated:
    day = max(on, entry.valid_from)
    # Read together with the others: a shortest length alone says nothing without the longest.
    rules = rules_for(entries, kind=kind, space_id=entry.space_id, day=day)
    return Dated(
        about=_about(entry, spaces),
        when=_validity(entry),
        facts=rule_facts(rules, only=frozenset(entry.answers())),
        is_ahead=entry.valid_from > on,
    )


def _about(entry: RuleEntry, spaces: Mapping[int, Space]) -> str:
    if entry.space_id is not None:
        return space_name(spaces[entry.space_id])
    return str(entry.kind.plural) if entry.kind else _("Das ganze Haus")


def _validity(entry: RuleEntry) -> str:
    first = day_text(entry.valid_from)
    if entry.valid_until is None:
        return _("seit %(day)s", day=first) if entry.valid_from.year > 1 else _("bis auf Weiteres")
    return _("%(first)s bis %(last)s", first=first, last=day_text(entry.valid_until))
