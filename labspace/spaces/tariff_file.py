"""Pure: what a houses file says about prices (docs/locations-format.md, "Tariffs")."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from labspace.accounts.tariff_groups import TariffGroup
from labspace.locations.house_file import days_overlap, read_validity
from labspace.locations.reading import Fields, Node
from labspace.spaces.kinds import SpaceKind

MOST_TARIFFS = 2000
MOST_CENTS = 10_000_000
PRICES = ("hour_cents", "half_day_cents", "seating_cents", "day_cents", "week_cents")


@dataclass(frozen=True, kw_only=True)
class TariffSpec:
    """Dated prices for the house, a kind in it or one space, and one group or everybody."""

    kind: SpaceKind | None
    space: str | None
    """Public id."""
    group: TariffGroup | None
    valid_from: date
    valid_until: date | None
    hour_cents: int | None
    half_day_cents: int | None
    seating_cents: int | None
    day_cents: int | None
    week_cents: int | None
    includes_tax: bool
    tax_code: str
    tax_permille: int

    @property
    def place(self) -> tuple[SpaceKind | None, str | None, TariffGroup | None]:
        return self.kind, self.space, self.group


def read_tariffs(fields: Fields, known_spaces: Collection[str]) -> tuple[TariffSpec, ...]:
    """The tariffs of a house; two for the same place and group are never in force together."""
    rows = list(fields.each("tariffs", at_most=MOST_TARIFFS))
    found = [_tariff(row, known_spaces) for row in rows]
    for i, row in enumerate(rows):
        if any(_collide(found[i], other) for other in found[:i]):
            row.refuse("tariffs_overlap")
    return tuple(found)


def _collide(one: TariffSpec, other: TariffSpec) -> bool:
    return one.place == other.place and days_overlap(
        (one.valid_from, one.valid_until), (other.valid_from, other.valid_until)
    )


def _tariff(row: Node, known_spaces: Collection[str]) -> TariffSpec:
    fields = row.fields(
        need=("valid_from", "tax_code", "tax_percent"),
        may=("kind", "space", "group", "valid_until", "includes_tax", *PRICES),
    )
    valid_from, valid_until = read_validity(fields)
    kind, space, group = fields.get("kind"), fields.get("space"), fields.get("group")
    public_id = space.slug(at_most=80) if space else None
    if space and public_id and public_id not in known_spaces:
        space.refuse("unknown_space", given=public_id)
    if kind and space:
        row.refuse("kind_and_space")
    if not any(fields.get(name) for name in PRICES):
        row.refuse("no_price", known=", ".join(PRICES))
    includes_tax = fields.get("includes_tax")
    return TariffSpec(
        kind=kind.one_of(SpaceKind) if kind else None,
        space=public_id,
        group=group.one_of(TariffGroup) if group else None,
        valid_from=valid_from,
        valid_until=valid_until,
        includes_tax=includes_tax.flag() if includes_tax else True,
        tax_code=fields["tax_code"].slug(at_most=20),
        tax_permille=_permille(fields["tax_percent"]),
        **_prices(fields, PRICES),
    )


def _prices(fields: Fields, names: Sequence[str]) -> dict[str, int | None]:
    nodes = {name: fields.get(name) for name in names}
    return {
        name: node.whole(at_least=0, at_most=MOST_CENTS) if node else None for name, node in nodes.items()
    }


def _permille(node: Node) -> int:
    percent = node.number(at_least=0, at_most=100)
    permille = round(percent * 10)
    if abs(permille - percent * 10) > 1e-6:
        node.refuse("too_fine", given=percent)
    return permille
