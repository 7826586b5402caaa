"""How a value of each type of column is written in an export, and read again with all its limits.

| Column | In the file |
|---|---|
| whole number, decimal, text, yes/no | as JSON has it |
| moment | `"2026-11-23T08:00:00Z"`, always UTC, whole seconds |
| day | `"2026-11-23"` |
| one of a set | its stored word |
| bytes | base64 |
| JSON | an array of one, `[value]`, so that a JSON null and no value at all stay two things |
| NULL | `null` |

What either engine would refuse is refused here, so that a file that one takes the other takes too.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Enum,
    Float,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    cast,
    type_coerce,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from labspace.db import UtcDateTime

Reader = Callable[[Any], Any]
"""From the file to what the database takes; raises `ValueError` with what is wrong."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True)
class Codec:
    """One column on its way out and in."""

    name: str
    asked: ColumnElement[Any]
    """What to select."""
    write: Callable[[Any], Any] | None
    """From what was selected, never None, to what the file says; None: as it is."""
    read: Reader
    stored_as: TypeEngine[Any]
    """The type to insert with what `read` returns."""


def codec_of(column: Column[Any]) -> Codec:
    """How this column is written and read."""
    kind = column.type
    asked: ColumnElement[Any] = column
    write: Callable[[Any], Any] | None = None
    stored_as: TypeEngine[Any] = kind
    read: Reader
    if isinstance(kind, UtcDateTime):
        write, read = _moment, _read_moment
    elif _is_json(kind):
        asked, write, read = cast(column, Text), _json, _read_json
        stored_as = JSON(none_as_null=True)
    elif isinstance(kind, Enum):
        asked, read, stored_as = type_coerce(column, String), _one_of(kind), String()
    elif isinstance(kind, Date):
        write, read = date.isoformat, _read_day
    elif isinstance(kind, LargeBinary):
        write, read = _base64, _read_base64
    elif isinstance(kind, Boolean):
        read = _read_bool
    elif isinstance(kind, String):
        read = _text(kind.length)
    elif isinstance(kind, Float):
        read = _read_float
    elif isinstance(kind, Integer):
        read = _whole(_bits_of(kind))
    else:
        raise LookupError(f"no way to write {column} ({kind!r})")
    return Codec(column.name, asked, write, _or_null(read, nullable=bool(column.nullable)), stored_as)


def _bits_of(kind: Integer) -> int:
    return 16 if isinstance(kind, SmallInteger) else 64 if isinstance(kind, BigInteger) else 32


def _is_json(kind: TypeEngine[Any]) -> bool:
    return isinstance(kind, JSON) or (
        isinstance(kind, TypeDecorator) and isinstance(kind.impl_instance, JSON)
    )


def _or_null(read: Reader, *, nullable: bool) -> Reader:
    def reader(value: Any) -> Any:
        if value is not None:
            return read(value)
        if nullable:
            return None
        raise ValueError("must not be null")

    return reader


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def _read_moment(value: Any) -> datetime:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("is no moment like 2026-11-23T08:00:00Z")
    return datetime.fromisoformat(value)


def _read_day(value: Any) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("is no day like 2026-11-23")
    return date.fromisoformat(value)


def _json(text: str) -> list[Any]:
    return [json.loads(text)]


def _read_json(value: Any) -> Any:
    if not isinstance(value, list) or len(value) != 1:
        raise ValueError("is no array of one JSON value")
    if "\\u0000" in json.dumps(value):
        raise ValueError("holds a NUL character")
    return JSON.NULL if value[0] is None else value[0]


def _one_of(kind: Enum) -> Reader:
    words = frozenset(kind.enums)

    def read(value: Any) -> str:
        if isinstance(value, str) and value in words:
            return value
        raise ValueError(f"is none of {', '.join(sorted(words))}")

    return read


def _base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _read_base64(value: Any) -> bytes:
    if not isinstance(value, str):
        raise ValueError("is no base64")
    try:
        return b64decode(value, validate=True)
    except (NotBase64, ValueError) as problem:
        raise ValueError("is no base64") from problem


def _read_bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("is neither true nor false")
    return value


def _text(length: int | None) -> Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("is no text")
        if length is not None and len(value) > length:
            raise ValueError(f"is longer than {length} characters")
        if "\0" in value:
            raise ValueError("holds a NUL character")
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as problem:
            raise ValueError("holds half a character") from problem
        return value

    return read


def _read_float(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("is no number")
    return float(value)


def _whole(bits: int) -> Reader:
    least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError("is no whole number")
        if not least <= value <= most:
            raise ValueError("is too large a number")
        return value

    return read
