"""Pure: what a houses file says about the length of visits (docs/locations-format.md, "Visit stays")."""

from __future__ import annotations

from labspace.locations.house_file import days_overlap, read_validity
from labspace.locations.reading import Fields, Node
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.visit_stays import USUAL, DatedStay

MOST_ROWS = 100
MOST_MINUTES = 24 * 60


def read_visit_stays(house: Fields) -> tuple[DatedStay, ...]:
    """The lengths of visits to a house; of one kind two are never in force together."""
    rows = list(house.each("visit_stays", at_most=MOST_ROWS))
    found = [_stay(row) for row in rows]
    for i, row in enumerate(rows):
        if any(_collide(found[i], other) for other in found[:i]):
            row.refuse("stays_overlap")
    return tuple(found)


def _collide(one: DatedStay, other: DatedStay) -> bool:
    return one.kind is other.kind and days_overlap(
        (one.valid_from, one.valid_until), (other.valid_from, other.valid_until)
    )


def _stay(row: Node) -> DatedStay:
    fields = row.fields(need=("kind", "minutes", "valid_from"), may=("valid_until",))
    kind = fields["kind"].one_of(SpaceKind)
    if kind not in USUAL and fields["kind"].value == kind.value:
        fields["kind"].refuse("stay_is_measured", given=kind.value)
    valid_from, valid_until = read_validity(fields)
    return DatedStay(
        kind=kind,
        minutes=fields["minutes"].whole(at_least=1, at_most=MOST_MINUTES),
        valid_from=valid_from,
        valid_until=valid_until,
    )
