"""The house rules in force, kept with each house."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import date
from functools import partial

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from labspace.bookings.rulebook.book import RuleEntry, Rules, rulebook
from labspace.bookings.rulebook.models import BookingRule
from labspace.db import BigId
from labspace.spaces.house import House
from labspace.spaces.houses import AnySpace, houses_named
from labspace.spaces.models import Space

_RULE_ANSWERS = [field.name for field in fields(RuleEntry)]
_RULES = select(*(getattr(BookingRule, name) for name in _RULE_ANSWERS)).where(
    BookingRule.location_id == bindparam("location_id", type_=BigId)
)


def rule_entries(session: Session, location_ids: Iterable[int]) -> dict[int, list[RuleEntry]]:
    """The rulebooks of these houses, by house id; kept with each house."""
    return {
        house.id: kept_rulebook(session, house) for house in houses_named(session, set(location_ids)).values()
    }


def kept_rulebook(session: Session, house: House) -> list[RuleEntry]:
    """The rulebook of a house at its revision."""
    return house.remember("rulebook", partial(_rulebook, session, house.id))


def _rulebook(session: Session, location_id: int) -> list[RuleEntry]:
    return [
        RuleEntry(**dict(zip(_RULE_ANSWERS, answers, strict=True)))
        for answers in session.execute(_RULES, {"location_id": location_id})
    ]


def rules_of(session: Session, spaces: Collection[Space], *, on: date) -> dict[int, Rules]:
    """The rules in force for each space on a local day, by space id; one statement."""
    houses = houses_named(session, {space.location_id for space in spaces})
    found: dict[int, Rules] = {}
    for space in spaces:
        found |= rules_within(session, houses[space.location_id], [space], on=on)
    return found


def rules_within(session: Session, house: House, spaces: Iterable[AnySpace], *, on: date) -> dict[int, Rules]:
    """As `rules_of` for spaces of one house as it is now; asks nothing that is kept with the house."""
    look_up = house.remember(("rules by day", on), lambda: rulebook(kept_rulebook(session, house), day=on))
    return {space.id: look_up(space.kind, space.id) for space in spaces}
