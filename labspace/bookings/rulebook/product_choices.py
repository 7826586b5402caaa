"""The named parts of a day as choices on the form, one tap each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.products import product_span
from labspace.bookings.rulebook.words import product_name
from labspace.formats import hours_text
from labspace.spaces.house import House
from labspace.spaces.houses import AnySpace
from labspace.times import TimeSpan


@dataclass(frozen=True)
class ProductChoice:
    """A product as it can be had on the day, and the form filled in with it."""

    name: str
    hours: str
    url: str
    is_chosen: bool


def product_choices(
    house: House,
    space: AnySpace,
    rules: Rules,
    day: date,
    *,
    chosen: TimeSpan | None,
    now: datetime,
    link: Callable[[TimeSpan], str],
) -> list[ProductChoice]:
    """Products that are still ahead on `day`, in a house as it is now."""
    if not rules.products:
        return []
    zone = house.zone
    opening = house.bookable_of(space.id, TimeSpan.of_days(day, day, zone=zone))
    spans = [
        (product, span)
        for product in rules.products
        if (span := product_span(product, day, open_spans=opening, zone=zone)) and span.starts_at >= now
    ]
    return [
        ProductChoice(product_name(product), hours_text(span, zone=zone), link(span), span == chosen)
        for product, span in spans
    ]
