"""Rules of one place as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from labspace.bookings.rulebook.book import DEFAULTS
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.rulebook.words import rule_facts
from labspace.houses.dated.rows import Row
from labspace.houses.dated.shown import Pair
from labspace.houses.places.rows import values_of
from labspace.spaces.house_rules import ANSWERS
from labspace.spaces.kinds import SpaceKind


def ruling_facts(rows: Sequence[Row]) -> list[Pair]:
    """What the rows of a day say together, and nothing of what they leave open."""
    said: dict[str, Any] = {}
    for row in sorted(rows, key=lambda one: str(one["valid_from"])):
        values = values_of(BookingRule, ANSWERS, row)
        said |= {name: values[name] for name in ANSWERS if values[name] is not None}
    if not said:
        return []
    rules = replace(DEFAULTS[SpaceKind.DESK], **said)
    return rule_facts(rules, only=frozenset(said))


def together(rows: Sequence[Row]) -> Row | None:
    """The rows of a day as one, the newer answer before the older; None where there is none."""
    found: dict[str, Any] = {}
    for row in sorted(rows, key=lambda one: str(one["valid_from"])):
        found |= {name: row[name] for name in ANSWERS if row[name] is not None or name not in found}
    return found or None
