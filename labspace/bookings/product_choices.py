"""The named parts of a day as choices on the form, one tap each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.bookings.products import product_span
from labspace.bookings.rule_words import product_name
from labspace.bookings.rulebook import Rules
from labspace.formats import hours_text
from labspace.spaces.models import Space
from labspace.spaces.queries import bookable_spans
from labspace.times import TimeSpan


@dataclass(frozen=True)
class ProductChoice:
    """A product as it can be had on the day, and the form filled in with it."""

    name: str
    hours: str
    url: str
    is_chosen: bool


def product_choices(
    session: Session,
    space: Space,
    rules: Rules,
    day: date,
    *,
    chosen: TimeSpan | None,
    now: datetime,
    link: Callable[[TimeSpan], str],
) -> list[ProductChoice]:
    """Products that are still ahead on `day`; where there are none nothing is asked of the database."""
    if not rules.products:
        return []
    zone = space.location.zone
    window = TimeSpan.of_days(day, day, zone=zone)
    opening = bookable_spans(session, [space], window)[space.id]
    spans = [
        (product, span)
        for product in rules.products
        if (span := product_span(product, day, open_spans=opening, zone=zone)) and span.starts_at >= now
    ]
    return [
        ProductChoice(product_name(product), hours_text(span, zone=zone), link(span), span == chosen)
        for product, span in spans
    ]
