"""Pure: what somebody has booked already against what the house lets one have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from labspace.errors import Refusal
from labspace.spaces.house_rules import Quota, QuotaOwner, QuotaPeriod
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, local_days, start_of_day

EVER = timedelta(days=7320)
"""Further ahead than any horizon."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One space of one booking; a booking of three spaces is three of these."""

    kind: SpaceKind
    space_id: int
    span: TimeSpan
    booked_by_id: int
    organisation_id: int | None


@dataclass(frozen=True)
class Usage:
    """How much of a quota is used in one of its periods."""

    bookings: int
    minutes: int


def periods(quota: Quota, span: TimeSpan, *, zone: ZoneInfo, now: datetime) -> list[TimeSpan]:
    """Every period of the quota that `span` touches, in order."""
    if quota.period is QuotaPeriod.AHEAD:
        return [TimeSpan(now, now + EVER)] if span.ends_at > now else []
    first_days = {_first_day(quota.period, day): None for day in local_days(span, zone=zone)}
    return [
        TimeSpan(start_of_day(first, zone=zone), start_of_day(_next_first(quota.period, first), zone=zone))
        for first in first_days
    ]


def _first_day(period: QuotaPeriod, day: date) -> date:
    if period is QuotaPeriod.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if period is QuotaPeriod.MONTH else day


def _next_first(period: QuotaPeriod, first: date) -> date:
    if period is QuotaPeriod.WEEK:
        return first + timedelta(days=7)
    if period is QuotaPeriod.MONTH:
        return (first + timedelta(days=31)).replace(day=1)
    return first + timedelta(days=1)


def reach(quotas: Iterable[Quota], span: TimeSpan, *, zone: ZoneInfo, now: datetime) -> TimeSpan:
    """The time in which bookings matter for any of the quotas."""
    windows = [window for quota in quotas for window in periods(quota, span, zone=zone, now=now)] or [span]
    return TimeSpan(min(one.starts_at for one in windows), max(one.ends_at for one in windows))


def usage(quota: Quota, rows: Iterable[Counted], window: TimeSpan) -> Usage:
    """What `rows` use of the quota in this period; all of them belong to its owner.

    A booking counts in the period in which it begins, its time where it lies.
    """
    covered = [row for row in rows if _covers(quota, row)]
    shares = [share for row in covered if (share := row.span.intersection(window))]
    if quota.period is QuotaPeriod.AHEAD:
        bookings = len(shares)
    else:
        bookings = sum(window.includes(row.span.starts_at) for row in covered)
    return Usage(bookings, int(sum(share.minutes for share in shares)))


def _covers(quota: Quota, row: Counted) -> bool:
    return quota.kind in (None, row.kind) and quota.space_id in (None, row.space_id)


def broken_quotas(
    quotas: Iterable[Quota],
    *,
    wished: Sequence[Counted],
    known: Collection[Counted],
    replaced: Collection[Counted] = (),
    zone: ZoneInfo,
    now: datetime,
) -> Iterator[Refusal]:
    """The quotas that would be exceeded if `wished` came to `known` in the place of `replaced`.

    A change that asks for no more than the booking had before passes, also where a quota that came
    later is exceeded already. Each quota is named at most once for bookings and once for hours.
    """
    for quota in quotas:
        owned = [row for row in known if _same_owner(quota, row, wished[0])]
        if quota.owner is QuotaOwner.ORGANISATION and wished[0].organisation_id is None:
            continue
        yield from _broken(quota, wished, owned, replaced, zone=zone, now=now)


def _same_owner(quota: Quota, row: Counted, wished: Counted) -> bool:
    if quota.owner is QuotaOwner.PERSON:
        return row.booked_by_id == wished.booked_by_id
    return row.organisation_id == wished.organisation_id


def _broken(
    quota: Quota,
    wished: Sequence[Counted],
    owned: Sequence[Counted],
    replaced: Collection[Counted],
    *,
    zone: ZoneInfo,
    now: datetime,
) -> Iterator[Refusal]:
    told: set[str] = set()
    for window in periods(quota, wished[0].span, zone=zone, now=now):
        used, new = usage(quota, owned, window), usage(quota, wished, window)
        old = usage(quota, replaced, window)
        for unit, most in (("bookings", quota.most_bookings), ("minutes", quota.most_minutes)):
            more: int = getattr(new, unit)
            total = getattr(used, unit) + more
            if most is not None and total > most and more > getattr(old, unit) and unit not in told:
                told.add(unit)
                values = {
                    "owner": quota.owner,
                    "period": quota.period,
                    "unit": unit,
                    "most": most,
                    "used": getattr(used, unit),
                }
                yield Refusal("quota_exceeded", values)
