"""Refusals as they are kept with a skipped date, and back again."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from labspace.accounts.kinds import PartnerType
from labspace.bookings.states import BookingState
from labspace.errors import Refusal
from labspace.locations.house_file import Texts
from labspace.spaces.house_rules import HorizonCount, LeadCount, Product, QuotaOwner, QuotaPeriod
from labspace.spaces.kinds import Layout

ENUMS: dict[str, type[enum.Enum]] = {
    kind.__name__: kind
    for kind in (BookingState, HorizonCount, Layout, LeadCount, PartnerType, QuotaOwner, QuotaPeriod)
}
"""What refusals speak of besides numbers, texts and times."""


def stored(refusals: Iterable[Refusal]) -> list[dict[str, Any]]:
    """The refusals as JSON values: codes and numbers, never sentences."""
    return [
        {"code": refusal.code, "values": {name: _plain(value) for name, value in refusal.values.items()}}
        for refusal in refusals
    ]


def _plain(value: object) -> Any:
    match value:
        case enum.Enum():
            return {"enum": type(value).__name__, "value": value.value}
        case datetime():
            return {"moment": value.isoformat(), "zone": getattr(value.tzinfo, "key", "UTC")}
        case date():
            return {"day": value.isoformat()}
        case Product():
            return {"product": asdict(value)}
        case tuple() | list() | frozenset() | set():
            return [_plain(one) for one in value]
        case _:
            return value if isinstance(value, str | int | float | None) else str(value)


def refusals_from(kept: Sequence[dict[str, Any]]) -> list[Refusal]:
    """The refusals kept by `stored`."""
    return [
        Refusal(one["code"], {name: _value(value) for name, value in one["values"].items()}) for one in kept
    ]


def _value(value: Any) -> object:
    match value:
        case {"enum": name, "value": word}:
            return ENUMS[name](word) if name in ENUMS else word
        case {"moment": text, "zone": zone}:
            return datetime.fromisoformat(text).astimezone(ZoneInfo(zone))
        case {"day": text}:
            return date.fromisoformat(text)
        case {"product": fields}:
            return Product(**{**fields, "name": Texts(**fields["name"])})
        case list():
            return tuple(_value(one) for one in value)
        case _:
            return value
