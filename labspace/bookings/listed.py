"""Answers of a house rule that are lists, as JSON columns: products, quotas, partner types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from labspace.accounts.kinds import PartnerType
from labspace.locations.house_file import Texts
from labspace.spaces.house_rules import (
    NoShowConsequence,
    NoShowStep,
    Product,
    Quota,
    QuotaOwner,
    QuotaPeriod,
)


class Listed(TypeDecorator[tuple[Any, ...]]):
    """A tuple of plain values. NULL: no answer; an empty list is the answer "none"."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, write: Callable[[Any], object], read: Callable[[Any], object]) -> None:
        super().__init__(none_as_null=True)
        self.write = write
        self.read = read

    def process_bind_param(self, value: tuple[Any, ...] | None, dialect: Dialect) -> Any:
        return None if value is None else [self.write(item) for item in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Any, ...] | None:
        return None if value is None else tuple(self.read(item) for item in value)


def _product_row(product: Product) -> dict[str, object]:
    return {
        "id": product.id,
        "de": product.name.de,
        "en": product.name.en,
        "from": product.starts_minute,
        "until": product.ends_minute,
    }


def _product(row: Mapping[str, Any]) -> Product:
    return Product(
        id=row["id"],
        name=Texts(row["de"], row["en"]),
        starts_minute=row["from"],
        ends_minute=row["until"],
    )


def _quota_row(quota: Quota) -> dict[str, object]:
    return {
        "for": quota.owner.value,
        "per": quota.period.value,
        "bookings": quota.most_bookings,
        "minutes": quota.most_minutes,
    }


def _quota(row: Mapping[str, Any]) -> Quota:
    return Quota(
        owner=QuotaOwner(row["for"]),
        period=QuotaPeriod(row["per"]),
        most_bookings=row["bookings"],
        most_minutes=row["minutes"],
    )


def _partner_row(partner_type: PartnerType) -> str:
    return partner_type.value


def _step_row(step: NoShowStep) -> dict[str, object]:
    return {
        "after": step.after,
        "within_days": step.within_days,
        "then": step.then.value,
        "pause_days": step.pause_days,
    }


def _step(row: Mapping[str, Any]) -> NoShowStep:
    return NoShowStep(
        after=row["after"],
        within_days=row["within_days"],
        then=NoShowConsequence(row["then"]),
        pause_days=row["pause_days"],
    )


NO_SHOWS = Listed(_step_row, _step)
PRODUCTS = Listed(_product_row, _product)
QUOTAS = Listed(_quota_row, _quota)
PARTNER_TYPES = Listed(_partner_row, PartnerType)
