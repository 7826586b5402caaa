"""Pure: named parts of a day, such as the morning, as spans of a local day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from labspace.spaces.house_rules import Product
from labspace.times import TimeSpan, clipped, clock_of, moment_from


def product_span(
    product: Product, day: date, *, open_spans: Collection[TimeSpan], zone: ZoneInfo
) -> TimeSpan | None:
    """What of the product is open on `day`; None where nothing is, or where it falls into pieces."""
    last = day + timedelta(days=product.ends_minute // 1440)
    starts_at = moment_from(day, clock_of(product.starts_minute), zone=zone)
    ends_at = moment_from(last, clock_of(product.ends_minute), zone=zone)
    if starts_at >= ends_at:
        return None
    pieces = clipped(open_spans, TimeSpan(starts_at, ends_at))
    return pieces[0] if len(pieces) == 1 else None


def product_of(
    span: TimeSpan, *, products: Iterable[Product], open_spans: Collection[TimeSpan], zone: ZoneInfo
) -> Product | None:
    """The product that `span` is, if it is one; `open_spans` are those of its whole local day."""
    day = span.starts_at.astimezone(zone).date()
    for product in products:
        if product_span(product, day, open_spans=open_spans, zone=zone) == span:
            return product
    return None
