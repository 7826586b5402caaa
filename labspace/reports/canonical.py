"""Pure: values as canonical JSON and back, and the digest anybody can check."""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def canonical(value: Any) -> str:
    """`value` as JSON that has one form only: sorted keys, no blanks, no floats.

    Exact numbers become text such as `14/27`, days and moments ISO 8601 in UTC. The same values give
    the same bytes in any process, so that a digest of them means something.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """SHA-256 of the text as UTF-8, in hex: what `sha256sum` says of the saved file."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_plain(inner) for inner in value]
    return _written(value)


def _written(value: object) -> str:
    match value:
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case datetime():
            return value.astimezone(UTC).strftime(MOMENT)
        case date():
            return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def read(kind: type[T], text: str) -> T:
    """The values behind `canonical(…)` as a dataclass; a field that a later program added takes its default."""
    return typing.cast(T, _typed(kind, json.loads(text)))


def _typed(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if value is None:
        return None
    if origin is types.UnionType:
        (inner,) = (one for one in typing.get_args(kind) if one is not types.NoneType)
        return _typed(inner, value)
    if origin is not None:
        return tuple(_typed(typing.get_args(kind)[0], one) for one in value)
    if isinstance(kind, type) and is_dataclass(kind):
        known = _hints(kind)
        return kind(**{name: _typed(known[name], inner) for name, inner in value.items() if name in known})
    return READERS[kind](value) if kind in READERS else value


def _moment(text: str) -> datetime:
    return datetime.strptime(text, MOMENT).replace(tzinfo=UTC)


MOMENT = "%Y-%m-%dT%H:%M:%SZ"
READERS: Mapping[Any, Callable[[str], Any]] = {
    Fraction: Fraction,
    date: date.fromisoformat,
    datetime: _moment,
}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)
