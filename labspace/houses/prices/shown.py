"""Prices of a house as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask import url_for

from labspace.accounts.tariff_groups import TariffGroup
from labspace.bookings.prices.tariffs import Tariff
from labspace.bookings.prices.words import amount_text
from labspace.formats import exact_text
from labspace.houses.dated.rows import Row
from labspace.houses.dated.shown import Pair
from labspace.houses.places.places import Place, place_name, places_of
from labspace.spaces.house import House
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

EVERYBODY = "alle"
UNITS = {
    "hour_cents": _l("Stunde"),
    "half_day_cents": _l("bis fünf Stunden"),
    "seating_cents": _l("bis zwei Stunden"),
    "day_cents": _l("Tag"),
    "week_cents": _l("sieben Tage"),
}


@dataclass(frozen=True)
class ShownPrice:
    """What one group pays, and where that is changed."""

    group: str
    text: str
    """Empty: what is ruled more generally."""
    url: str


@dataclass(frozen=True)
class ShownPlace:
    """One place with its prices."""

    name: str
    prices: Sequence[ShownPrice]


def group_key(group: TariffGroup | None) -> str:
    """What addresses call a group."""
    return group.value if group else EVERYBODY


def group_name(group: TariffGroup | None) -> str:
    """What people call a group; without one it is the list price."""
    return str(group.label) if group else _("Listenpreis")


def price_text(values: Iterable[tuple[str, int | None]]) -> str:
    """The prices by unit in one line."""
    return " · ".join(
        _("%(unit)s %(price)s", unit=UNITS[name], price=amount_text(cents))
        for name, cents in values
        if cents is not None
    )


def price_facts(rows: Sequence[Row]) -> list[Pair]:
    """The prices of a day."""
    found: list[Pair] = []
    for row in rows:
        found += [
            (str(unit), amount_text(row[name])) for name, unit in UNITS.items() if row[name] is not None
        ]
        tax = exact_text(Fraction(row["tax_permille"], 10))
        found.append(
            (
                _("Steuer"),
                _("%(rate)s %% (%(code)s), enthalten", rate=tax, code=row["tax_code"])
                if row["includes_tax"]
                else _("%(rate)s %% (%(code)s), kommt dazu", rate=tax, code=row["tax_code"]),
            )
        )
    return found


def shown_places(house: House, tariffs: Sequence[Tariff], *, on: date) -> list[ShownPlace]:
    """The house and its kinds with every group, and the spaces that have prices of their own."""
    found = []
    for place in places_of(house, on=on):
        own = [
            one
            for one in tariffs
            if (one.kind, one.space_id) == (place.kind, place.space_id)
            and (one.valid_until is None or one.valid_until >= on)
        ]
        if place.space_id is None or own:
            found.append(_place(house, place, own, on=on))
    return found


def _place(house: House, place: Place, own: Sequence[Tariff], *, on: date) -> ShownPlace:
    prices = []
    for group in (None, *TariffGroup):
        holds = [one for one in own if one.group is group and one.valid_from <= on]
        later = [one for one in own if one.group is group and one.valid_from > on]
        text = price_text((name, getattr(holds[-1], name)) for name in UNITS) if holds else ""
        if later:
            text = _("%(now)s · später anders", now=text) if text else _("noch nicht")
        url = url_for("house_prices.show", slug=house.slug, place=place.key, group=group_key(group))
        prices.append(ShownPrice(group_name(group), text, url))
    return ShownPlace(place_name(place, house), prices)
