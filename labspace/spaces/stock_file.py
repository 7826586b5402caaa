"""Pure: what a houses file says about equipment and catering (docs/locations-format.md, "Equipment")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from labspace.locations.house_file import Texts, days_overlap, read_texts, read_validity
from labspace.locations.reading import Fields, Node

MOST_ROWS = 200
MOST_OF_ONE_THING = 10_000
MOST_CENTS = 100_000


@dataclass(frozen=True, kw_only=True)
class StockSpec:
    """So many of a thing the house lends for events while this is in force."""

    id: str
    name: Texts
    number: int
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class CateringSpec:
    """Something the café serves at events while this is in force."""

    id: str
    name: Texts
    per_person_cents: int | None
    """With tax; None: nothing is said about money."""
    valid_from: date
    valid_until: date | None


def read_equipment(house: Fields) -> tuple[StockSpec, ...]:
    """The things of a house; of one id two numbers are never in force together."""
    rows = list(house.each("equipment", at_most=MOST_ROWS))
    found = tuple(_thing(row) for row in rows)
    for row in _colliding(rows, found):
        row.refuse("stock_overlaps", given=row.value["id"])
    return found


def read_catering(house: Fields) -> tuple[CateringSpec, ...]:
    """What the café serves; of one id two prices are never in force together."""
    rows = list(house.each("catering", at_most=MOST_ROWS))
    found = tuple(_choice(row) for row in rows)
    for row in _colliding(rows, found):
        row.refuse("stock_overlaps", given=row.value["id"])
    return found


def _thing(row: Node) -> StockSpec:
    fields = row.fields(need=("id", "name", "number", "valid_from"), may=("valid_until",))
    valid_from, valid_until = read_validity(fields)
    return StockSpec(
        id=fields["id"].slug(at_most=40),
        name=read_texts(fields["name"], at_least=1, at_most=80),
        number=fields["number"].whole(at_least=1, at_most=MOST_OF_ONE_THING),
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _choice(row: Node) -> CateringSpec:
    fields = row.fields(need=("id", "name", "valid_from"), may=("per_person_cents", "valid_until"))
    valid_from, valid_until = read_validity(fields)
    price = fields.get("per_person_cents")
    return CateringSpec(
        id=fields["id"].slug(at_most=40),
        name=read_texts(fields["name"], at_least=1, at_most=80),
        per_person_cents=price.whole(at_least=0, at_most=MOST_CENTS) if price else None,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _colliding(rows: Sequence[Node], found: Sequence[StockSpec | CateringSpec]) -> Iterator[Node]:
    for i, row in enumerate(rows):
        one = found[i]
        days = (one.valid_from, one.valid_until)
        if one.id and any(
            one.id == other.id and days_overlap(days, (other.valid_from, other.valid_until))
            for other in found[:i]
        ):
            yield row
