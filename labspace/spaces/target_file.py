"""Pure: what a houses file says about targets (docs/locations-format.md, "Targets")."""

from __future__ import annotations

from decimal import Decimal

from labspace.locations.house_file import days_overlap, read_texts, read_validity
from labspace.locations.reading import Fields, Node
from labspace.spaces.targets import Target, TargetIndicator, TargetPer, TargetUnit

MOST_ROWS = 500
MOST = 10_000_000
TARGET_NEEDS = ("indicator", "value", "valid_from", "reason")
TARGET_MAY = ("per", "valid_until")


def read_targets(house: Fields) -> tuple[Target, ...]:
    """The targets of a house; of one figure two are never in force together."""
    rows = list(house.each("targets", at_most=MOST_ROWS))
    found = [_target(row) for row in rows]
    for i, row in enumerate(rows):
        if any(_collide(found[i], other) for other in found[:i]):
            row.refuse("targets_overlap", given=found[i].indicator.value)
    return tuple(found)


def _collide(one: Target, other: Target) -> bool:
    return one.indicator is other.indicator and days_overlap(
        (one.valid_from, one.valid_until), (other.valid_from, other.valid_until)
    )


def _target(row: Node) -> Target:
    fields = row.fields(need=TARGET_NEEDS, may=TARGET_MAY)
    indicator = fields["indicator"].one_of(TargetIndicator)
    valid_from, valid_until = read_validity(fields)
    return Target(
        indicator=indicator,
        hundredths=_hundredths(fields["value"], indicator),
        per=_per(fields, indicator),
        reason=read_texts(fields["reason"], at_least=1, at_most=300),
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _hundredths(node: Node, indicator: TargetIndicator) -> int:
    at_most = 100 if indicator.unit is TargetUnit.PERCENT else MOST
    number = node.number(at_least=0, at_most=at_most)
    # Through the shortest text of the number: 0.29 * 100 is not 29 among floats.
    hundredths = Decimal(repr(number)) * 100
    if hundredths != hundredths.to_integral_value():
        node.refuse("more_than_two_digits")
    return int(hundredths)


def _per(fields: Fields, indicator: TargetIndicator) -> TargetPer | None:
    node = fields.get("per")
    if indicator.is_sum and node is None:
        fields.node.report.add(f"{fields.node.path}.per", "missing")
    if node is not None and not indicator.is_sum:
        node.refuse("rate_without_period", given=indicator.value)
        return None
    return node.one_of(TargetPer) if node else None
