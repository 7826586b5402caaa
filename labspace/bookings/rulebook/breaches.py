"""Pure: which rules a wished booking breaks. Every broken rule is named, never only the first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from labspace.accounts.kinds import PartnerType
from labspace.bookings.rulebook.book import DAY_MINUTES, Rules
from labspace.bookings.rulebook.products import product_of
from labspace.errors import Refusal
from labspace.spaces.house_rules import HorizonCount, LeadCount
from labspace.spaces.kinds import Layout
from labspace.times import TimeSpan, clipped, covers, start_of_day

STAFFED_AHEAD = timedelta(days=60)
"""How far ahead staffed hours are counted; a lead time not over by then is over then."""


def broken_time_rules(
    span: TimeSpan,
    *,
    rules: Rules,
    open_spans: Collection[TimeSpan],
    zone: ZoneInfo,
    now: datetime,
    staffed: Collection[TimeSpan] | None = None,
) -> Iterator[Refusal]:
    """What stands against `span` apart from other claims.

    `open_spans` is the bookable time around the span (opening − closures), merged or not; where
    there are products, of its whole local day. `staffed` is the opening of the house from now on
    for `STAFFED_AHEAD`; without it a lead time in staffed hours is judged by the clock, too mildly.
    """
    yield from _too_early_or_late(span, rules=rules, zone=zone, now=now, staffed=staffed)
    if product_of(span, products=rules.products, open_spans=open_spans, zone=zone) is None:
        if rules.free_hours:
            yield from _wrong_length(span, rules=rules, zone=zone)
        else:
            yield Refusal("not_a_product", {"products": rules.products})
    if not rules.whole_days and not covers(open_spans, span):
        yield Refusal("closed")


def ready_at(rules: Rules, *, now: datetime, staffed: Collection[TimeSpan] | None) -> datetime:
    """The first moment at which a booking made `now` may begin, by the lead time."""
    left = timedelta(minutes=rules.lead_minutes)
    if not left or rules.lead_counts is LeadCount.CLOCK or staffed is None:
        return now + left
    for span in clipped(staffed, TimeSpan(now, now + STAFFED_AHEAD)):
        if span.duration >= left:
            return span.starts_at + left
        left -= span.duration
    return now + STAFFED_AHEAD


def _too_early_or_late(
    span: TimeSpan,
    *,
    rules: Rules,
    zone: ZoneInfo,
    now: datetime,
    staffed: Collection[TimeSpan] | None,
) -> Iterator[Refusal]:
    # Someone standing in the house books the quarter of an hour that is running.
    running = timedelta(minutes=min(rules.raster_minutes, 60))
    today = start_of_day(now.astimezone(zone).date(), zone=zone)
    if (span.starts_at < today) if rules.whole_days else (span.starts_at <= now - running):
        yield Refusal("in_the_past")
    elif rules.lead_minutes and span.starts_at < (ready := ready_at(rules, now=now, staffed=staffed)):
        earliest = _on_raster(ready.astimezone(zone), rules)
        values = {"minutes": rules.lead_minutes, "counts": rules.lead_counts, "earliest": earliest}
        yield Refusal("too_soon", values)
    yield from _too_far_ahead(span, rules=rules, zone=zone, now=now)


def _on_raster(local: datetime, rules: Rules) -> datetime:
    """The first moment of the raster from `local` on; whole days are left as they are."""
    over = (local.hour * 60 + local.minute) % rules.raster_minutes
    off = timedelta(minutes=over, seconds=local.second, microseconds=local.microsecond)
    return local if rules.whole_days or not off else local + timedelta(minutes=rules.raster_minutes) - off


def _too_far_ahead(span: TimeSpan, *, rules: Rules, zone: ZoneInfo, now: datetime) -> Iterator[Refusal]:
    if rules.horizon_counts is HorizonCount.STRICT_HOURS:
        last = now + timedelta(days=rules.horizon_days)
        if span.starts_at > last:
            local = last.astimezone(zone)
            values = {"days": rules.horizon_days, "last_day": local.date(), "last_moment": local}
            yield Refusal("too_far_ahead", values)
        return
    last_day = now.astimezone(zone).date() + timedelta(days=rules.horizon_days)
    if span.starts_at.astimezone(zone).date() > last_day:
        yield Refusal("too_far_ahead", {"days": rules.horizon_days, "last_day": last_day})


def _wrong_length(span: TimeSpan, *, rules: Rules, zone: ZoneInfo) -> Iterator[Refusal]:
    first, last = span.starts_at.astimezone(zone), span.ends_at.astimezone(zone)
    if rules.whole_days:
        minutes = (last.date() - first.date()).days * DAY_MINUTES
        off_raster = any(end != start_of_day(end.astimezone(zone).date(), zone=zone) for end in (first, last))
    else:
        minutes = int(span.minutes)
        off_raster = any(
            end.second or end.microsecond or (end.hour * 60 + end.minute) % rules.raster_minutes
            for end in (first, last)
        )
    if off_raster:
        yield Refusal("off_raster", {"minutes": rules.raster_minutes})
    if minutes < rules.min_minutes:
        yield Refusal("too_short", {"minutes": rules.min_minutes})
    if minutes > rules.max_minutes:
        yield Refusal("too_long", {"minutes": rules.max_minutes})


def broken_capacity_rules(
    people: int, *, capacity: int, layout: Layout | None, layouts: dict[Layout, int]
) -> Iterator[Refusal]:
    """Too many people for the approved capacity, or a seating the space does not have."""
    if layout is not None and layout not in layouts:
        yield Refusal("layout_unknown", {"layout": layout})
        return
    most = layouts[layout] if layout is not None else max([capacity, *layouts.values()])
    if people > most:
        yield Refusal("over_capacity", {"people": people, "capacity": most})


@dataclass(frozen=True, kw_only=True)
class Booker:
    """As whom somebody books: privately or for an organisation, of the team or not."""

    partner_type: PartnerType = PartnerType.PRIVATE
    is_chamber_member: bool = False
    is_team: bool = False


def broken_who_rules(booker: Booker, *, rules: Rules) -> Iterator[Refusal]:
    """Why this booker may not book here, whatever the time."""
    if rules.team_only and not booker.is_team:
        yield Refusal("team_only")
    if rules.members_only and not booker.is_chamber_member:
        yield Refusal("members_only")
    if rules.partner_types and booker.partner_type not in rules.partner_types:
        yield Refusal("partner_types_only", {"partner_types": rules.partner_types})
