"""Pure: what a houses file says about the terms of events (docs/locations-format.md, "Event terms")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labspace.locations.house_file import days_overlap, read_texts, read_validity
from labspace.locations.reading import Fields, Node
from labspace.spaces.event_terms import (
    TERMS,
    CancellationTier,
    ChecklistItem,
    ChecklistNeed,
    ChecklistWho,
    DatedTerms,
    EventTerms,
)

MOST_ROWS = 50
MOST_REMINDERS = 4
MOST_TIERS = 8
MOST_ITEMS = 20
MOST_CONDITIONS = 20
LIMITS = {
    "option_days": (1, 90),
    "challenge_hours": (48, 72),
    "challenge_rest_hours": (0, 168),
    "four_eyes_from_people": (1, 100_000),
    "attendance_due_days": (1, 60),
}


def read_event_terms(fields: Fields) -> tuple[DatedTerms, ...]:
    """The terms of a house by date; two never hold on the same day."""
    rows = list(fields.each("event_terms", at_most=MOST_ROWS))
    found = [read_terms(row) for row in rows]
    for i, row in enumerate(rows):
        if any(_collide(found[i], other) for other in found[:i]):
            row.refuse("terms_overlap")
    return tuple(found)


def _collide(one: DatedTerms, other: DatedTerms) -> bool:
    return days_overlap((one.valid_from, one.valid_until), (other.valid_from, other.valid_until))


def read_terms(row: Node) -> DatedTerms:
    """The terms of one entry; what is wrong goes to the report."""
    fields = row.fields(need=("valid_from",), may=("valid_until", *TERMS))
    valid_from, valid_until = read_validity(fields)
    return DatedTerms(
        valid_from=valid_from, valid_until=valid_until, terms=EventTerms(**dict(_answers(fields)))
    )


def _answers(fields: Fields) -> Iterator[tuple[str, Any]]:
    """What the row says, by name; what it leaves out keeps its usual answer."""
    for name, (at_least, at_most) in LIMITS.items():
        if node := fields.get(name):
            yield name, node.whole(at_least=at_least, at_most=at_most)
    if fields.get("option_reminder_days"):
        days = [
            node.whole(at_least=1, at_most=89)
            for node in fields.each("option_reminder_days", at_most=MOST_REMINDERS)
        ]
        yield "option_reminder_days", tuple(sorted(set(days), reverse=True))
    if fields.get("cancellation_tiers"):
        yield "cancellation_tiers", _tiers(fields)
    if fields.get("checklist"):
        yield "checklist", _checklist(fields)
    if fields.get("conditions"):
        rows = fields.each("conditions", at_most=MOST_CONDITIONS)
        yield "conditions", tuple(read_texts(row, at_least=1, at_most=300) for row in rows)
    if node := fields.get("house_rules_version"):
        yield "house_rules_version", node.text(at_most=20)


def _tiers(fields: Fields) -> tuple[CancellationTier, ...]:
    found: list[CancellationTier] = []
    for row in fields.each("cancellation_tiers", at_most=MOST_TIERS):
        tier_fields = row.fields(need=("days_before", "percent"))
        tier = CancellationTier(
            days_before=tier_fields["days_before"].whole(at_least=0, at_most=730),
            percent=tier_fields["percent"].whole(at_least=0, at_most=100),
        )
        if found and (tier.days_before >= found[-1].days_before or tier.percent < found[-1].percent):
            row.refuse("tiers_not_in_order")
        found.append(tier)
    return tuple(found)


def _checklist(fields: Fields) -> tuple[ChecklistItem, ...]:
    found: list[ChecklistItem] = []
    for row in fields.each("checklist", at_most=MOST_ITEMS):
        item_fields = row.fields(
            need=("id", "name"), may=("hint", "days_before", "who", "need", "people_from")
        )
        days, people = item_fields.get("days_before"), item_fields.get("people_from")
        who, need = item_fields.get("who"), item_fields.get("need")
        item = ChecklistItem(
            id=item_fields["id"].slug(at_most=40),
            name=read_texts(item_fields["name"], at_least=1, at_most=120),
            hint=read_texts(item_fields.get("hint"), at_most=300),
            days_before=days.whole(at_least=0, at_most=365) if days else 7,
            who=who.one_of(ChecklistWho) if who else ChecklistWho.ORGANISER,
            need=need.one_of(ChecklistNeed) if need else ChecklistNeed.ALWAYS,
            people_from=people.whole(at_least=1, at_most=100_000) if people else 1,
        )
        if item.id and any(other.id == item.id for other in found):
            item_fields["id"].refuse("doubled_id", given=item.id)
        found.append(item)
    return tuple(found)
