"""Pure: house rules out of a houses file (docs/locations-format.md)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from labspace.accounts.kinds import PartnerType
from labspace.locations.house_file import read_texts, read_validity
from labspace.locations.reading import Fields, Node
from labspace.spaces.house_rules import (
    ANSWERS,
    HorizonCount,
    LeadCount,
    NoShowConsequence,
    NoShowStep,
    Product,
    Quota,
    QuotaOwner,
    QuotaPeriod,
    RuleSpec,
)
from labspace.spaces.kinds import SpaceKind

DAY = 1440

LIMITS = {
    "raster_minutes": (1, DAY),
    "min_minutes": (1, 366 * DAY),
    "max_minutes": (1, 366 * DAY),
    "lead_minutes": (0, 366 * DAY),
    "horizon_days": (0, 3660),
    "buffer_before_minutes": (0, DAY),
    "buffer_after_minutes": (0, DAY),
    "cancel_until_minutes": (0, 366 * DAY),
    "grace_minutes": (0, DAY),
    "offer_minutes": (10, 7 * DAY),
}
FLAGS = ("free_hours", "team_only", "members_only", "needs_approval", "check_in")
MOST_PRODUCTS = 12
MOST_QUOTAS = 12
MOST_STEPS = 6
MOST_STAFFED = 14 * DAY
"""The longest lead time in staffed minutes: more than a quarter of a year of usual opening hours."""


def read_rule(row: Node, *, known_spaces: Collection[str]) -> RuleSpec:
    """One rule; what contradicts itself is a finding."""
    fields = row.fields(need=("valid_from",), may=("kind", "space", "valid_until", *ANSWERS))
    valid_from, valid_until = read_validity(fields)
    kind, space = fields.get("kind"), fields.get("space")
    public_id = space.slug(at_most=80) if space else None
    if space and public_id and public_id not in known_spaces:
        space.refuse("unknown_space", given=public_id)
    if kind and space:
        row.refuse("kind_and_space")
    lead, horizon = fields.get("lead_counts"), fields.get("horizon_counts")
    plain: dict[str, Any] = {name: _number(fields, name) for name in LIMITS}
    plain |= {name: node.flag() if (node := fields.get(name)) else None for name in FLAGS}
    rule = RuleSpec(
        kind=kind.one_of(SpaceKind) if kind else None,
        space=public_id,
        valid_from=valid_from,
        valid_until=valid_until,
        products=_products(fields),
        lead_counts=lead.one_of(LeadCount) if lead else None,
        horizon_counts=horizon.one_of(HorizonCount) if horizon else None,
        quotas=_quotas(fields),
        partner_types=_partner_types(fields),
        no_shows=_no_shows(fields),
        **plain,
    )
    _refuse_contradictions(fields, rule)
    return rule


def _number(fields: Fields, name: str) -> int | None:
    at_least, at_most = LIMITS[name]
    node = fields.get(name)
    return node.whole(at_least=at_least, at_most=at_most) if node else None


def _products(fields: Fields) -> tuple[Product, ...] | None:
    if fields.get("products") is None:
        return None
    found: list[Product] = []
    for row in fields.each("products", at_most=MOST_PRODUCTS):
        product_fields = row.fields(need=("id", "name", "from", "until"))
        product = Product(
            id=product_fields["id"].slug(at_most=40),
            name=read_texts(product_fields["name"], at_least=1, at_most=60),
            starts_minute=product_fields["from"].minute(),
            ends_minute=product_fields["until"].minute(),
        )
        if product.ends_minute <= product.starts_minute:
            product_fields["until"].refuse("ends_before_it_begins")
        if product.id and any(other.id == product.id for other in found):
            product_fields["id"].refuse("doubled_id", given=product.id)
        found.append(product)
    return tuple(found)


def _quotas(fields: Fields) -> tuple[Quota, ...] | None:
    if fields.get("quotas") is None:
        return None
    found: list[Quota] = []
    for row in fields.each("quotas", at_most=MOST_QUOTAS):
        quota_fields = row.fields(need=("for", "per"), may=("bookings", "hours"))
        bookings, hours = quota_fields.get("bookings"), quota_fields.get("hours")
        if bookings is None and hours is None:
            row.refuse("quota_without_limit")
        found.append(
            Quota(
                owner=quota_fields["for"].one_of(QuotaOwner),
                period=quota_fields["per"].one_of(QuotaPeriod),
                most_bookings=bookings.whole(at_least=1, at_most=10_000) if bookings else None,
                most_minutes=round(hours.number(at_least=0.25, at_most=100_000) * 60) if hours else None,
            )
        )
    return tuple(found)


def _partner_types(fields: Fields) -> tuple[PartnerType, ...] | None:
    if fields.get("partner_types") is None:
        return None
    return tuple(node.one_of(PartnerType) for node in fields.each("partner_types", at_most=len(PartnerType)))


def _no_shows(fields: Fields) -> tuple[NoShowStep, ...] | None:
    if fields.get("no_shows") is None:
        return None
    found: list[NoShowStep] = []
    for row in fields.each("no_shows", at_most=MOST_STEPS):
        step = row.fields(need=("after", "within_days", "then"), may=("pause_days",))
        then, pause = step["then"].one_of(NoShowConsequence), step.get("pause_days")
        if then is NoShowConsequence.PAUSE and pause is None:
            row.refuse("pause_without_days")
        if then is not NoShowConsequence.PAUSE and pause is not None:
            row.refuse("days_without_pause")
        found.append(
            NoShowStep(
                after=step["after"].whole(at_least=1, at_most=100),
                within_days=step["within_days"].whole(at_least=1, at_most=366),
                then=then,
                pause_days=pause.whole(at_least=1, at_most=366) if pause else 0,
            )
        )
    return tuple(found)


def _refuse_contradictions(fields: Fields, rule: RuleSpec) -> None:
    if rule.min_minutes and rule.max_minutes and rule.max_minutes < rule.min_minutes:
        fields["max_minutes"].refuse("less_than_the_least")
    if rule.raster_minutes and DAY % rule.raster_minutes:
        fields["raster_minutes"].refuse("raster_does_not_fill_the_day")
    if rule.raster_minutes == DAY and rule.products:
        fields["products"].refuse("products_need_hours")
    if rule.free_hours is False and rule.products == ():
        fields["free_hours"].refuse("nothing_to_book")
    if rule.lead_counts is LeadCount.STAFFED and (rule.lead_minutes or 0) > MOST_STAFFED:
        fields["lead_minutes"].refuse("out_of_range", at_least=0, at_most=MOST_STAFFED)
