"""What the house rules say to a wish, without looking at other claims; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import Organisation, User
from labspace.bookings.capacity import halls_in, too_many
from labspace.bookings.missed_queries import standing_of
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.breaches import STAFFED_AHEAD, Booker, broken_time_rules, broken_who_rules
from labspace.bookings.rulebook.products import product_of
from labspace.bookings.rulebook.queries import rules_within
from labspace.bookings.rulebook.quota_queries import counted_bookings
from labspace.bookings.rulebook.quotas import Counted, broken_quotas, reach
from labspace.bookings.wishes import Wish
from labspace.errors import Refusal
from labspace.locations.models import Location
from labspace.locations.queries import house_hours
from labspace.spaces.house import House, open_within
from labspace.spaces.house_rules import LeadCount
from labspace.spaces.houses import AnySpace, houses_named
from labspace.spaces.models import Space
from labspace.times import TimeSpan, first_and_last_day


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the house rules say to a wish."""

    refusals: list[Refusal]
    product: str | None = None
    waits: bool = False
    """Whether the booker did not come too often to be confirmed at once."""


def broken_rules(
    session: Session,
    spaces: Sequence[Space],
    wish: Wish,
    *,
    now: datetime,
    booked_by: User | None = None,
    moved: Booking | None = None,
) -> list[Refusal]:
    """Every house rule the wish breaks on these spaces, without looking at other claims.

    Who may book and how much is judged where it is known who wishes.
    """
    [house] = houses_named(session, {spaces[0].location_id}).values()
    return judge(session, house, spaces, wish, now=now, booked_by=booked_by, moved=moved).refusals


def judge(
    session: Session,
    house: House,
    spaces: Sequence[AnySpace],
    wish: Wish,
    *,
    now: datetime,
    booked_by: User | None = None,
    moved: Booking | None = None,
) -> Judged:
    """As `broken_rules` for spaces of a house as it is now, and which product the wished time is."""
    zone = house.zone
    day, last_day = first_and_last_day(wish.span, zone=zone)
    rules = rules_within(session, house, spaces, on=day)
    in_force = [rules[space.id] for space in spaces]
    # A product is what is open of it on its day, so the whole day is looked at where there are any.
    asks_day = any(one.products for one in in_force)
    around = TimeSpan.of_days(day, last_day, zone=zone) if asks_day else wish.span
    opening = {space.id: house.bookable_of(space.id, around) for space in spaces}
    staffed = staffed_in(house, in_force, now=now)
    found: list[Refusal] = []
    for space, one in zip(spaces, in_force, strict=True):
        found += broken_time_rules(
            wish.span, rules=one, open_spans=opening[space.id], zone=zone, now=now, staffed=staffed
        )
    if moved is not None and wish.span.starts_at == moved.starts_at:
        found = [refusal for refusal in found if refusal.code not in {"in_the_past", "too_soon"}]
    halls = halls_in(house, spaces, on=day)
    found += too_many(spaces, people=wish.details.people, layout=wish.details.layout, halls=halls)
    if booked_by is not None:
        organisation_id = moved.organisation_id if moved else wish.details.organisation_id
        found += _against_booker(session, in_force, house, booked_by, organisation_id)
        found += _over_quota(
            session, house, spaces, wish.span, rules, booked_by.id, organisation_id, now=now, moved=moved
        )
    product = product_of(
        wish.span, products=in_force[0].products, open_spans=opening[spaces[0].id], zone=zone
    )
    waits = False
    if booked_by is not None and moved is None:
        known = standing_of(session, booked_by.id, house.id, in_force, now=now)
        waits = known.needs_approval
        if known.paused_until:
            found.append(Refusal("paused", {"day": known.paused_until.astimezone(zone).date()}))
    told = {(refusal.code, str(refusal.values)): refusal for refusal in found}
    return Judged(refusals=list(told.values()), product=product.id if product else None, waits=waits)


def staffed_in(house: House, rules: Iterable[Rules], *, now: datetime) -> list[TimeSpan] | None:
    """As `staffed_hours` from what is kept of a house: asks the database nothing."""
    if not any(one.lead_minutes and one.lead_counts is LeadCount.STAFFED for one in rules):
        return None
    return open_within(house, TimeSpan(now, now + STAFFED_AHEAD))


def staffed_hours(
    session: Session, house: Location, rules: Iterable[Rules], *, now: datetime
) -> list[TimeSpan] | None:
    """The opening of the house from now on, where a lead time is counted in it."""
    if not any(one.lead_minutes and one.lead_counts is LeadCount.STAFFED for one in rules):
        return None
    window = TimeSpan(now, now + STAFFED_AHEAD)
    return house_hours(session, [house], window)[house.id].open_spans(window)


def _against_booker(
    session: Session, rules: Sequence[Rules], house: House, user: User, organisation_id: int | None
) -> list[Refusal]:
    if not any(one.asks_who for one in rules):
        return []
    organisation = session.get(Organisation, organisation_id) if organisation_id else None
    booker = Booker(is_team=user.runs(house.id))
    if organisation is not None:
        booker = Booker(
            is_team=user.runs(house.id),
            partner_type=organisation.partner_type,
            is_chamber_member=organisation.is_chamber_member,
        )
    return [refusal for one in rules for refusal in broken_who_rules(booker, rules=one)]


def _over_quota(
    session: Session,
    house: House,
    spaces: Sequence[AnySpace],
    span: TimeSpan,
    rules: Mapping[int, Rules],
    user_id: int,
    organisation_id: int | None,
    *,
    now: datetime,
    moved: Booking | None,
) -> list[Refusal]:
    quotas = list(dict.fromkeys(quota for space in spaces for quota in rules[space.id].quotas))
    if not quotas:
        return []
    window = reach(quotas, span, zone=house.zone, now=now)
    known = counted_bookings(
        session,
        house.id,
        window,
        user_id=user_id,
        organisation_id=organisation_id,
        without_id=moved.id if moved else None,
    )

    def rows(of: Sequence[AnySpace], during: TimeSpan) -> list[Counted]:
        return [
            Counted(
                kind=space.kind,
                space_id=space.id,
                span=during,
                booked_by_id=user_id,
                organisation_id=organisation_id,
            )
            for space in of
        ]

    replaced = rows(moved.spaces, moved.span) if moved else []
    return list(
        broken_quotas(
            quotas, wished=rows(spaces, span), known=known, replaced=replaced, zone=house.zone, now=now
        )
    )
