"""Refusals as they are kept with a skipped date, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from labspace.errors import Refusal

DAY = "day:"


def stored(refusals: Iterable[Refusal]) -> list[dict[str, Any]]:
    """The refusals as JSON values: codes and numbers, never sentences."""
    return [
        {"code": refusal.code, "values": {name: _plain(value) for name, value in refusal.values.items()}}
        for refusal in refusals
    ]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return f"{DAY}{value.isoformat()}"
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def refusals_from(kept: Sequence[dict[str, Any]]) -> list[Refusal]:
    """The refusals kept by `stored`."""
    return [
        Refusal(one["code"], {name: _value(value) for name, value in one["values"].items()}) for one in kept
    ]


def _value(value: object) -> object:
    if isinstance(value, str) and value.startswith(DAY):
        return date.fromisoformat(value.removeprefix(DAY)[:10])
    return value
