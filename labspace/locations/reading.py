"""Typed values out of untrusted JSON: each reader gives a value or leaves a finding, never an exception.

A reader that finds something wrong reports it and returns a harmless stand-in, so that reading
goes on and the person sees all findings at once. Stand-ins never leave: the caller raises
`FileRefused` at the end when the report holds anything.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from math import isfinite
from typing import Any, Final, NoReturn, TypeVar

from labspace.locations.findings import FileRefused, Finding, Report

MOST_BYTES = 10 * 1024 * 1024
DEEPEST = 20
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
ABSENT: Final = object()
"""Stands for a value that is missing or was already reported."""

E = TypeVar("E", bound=Enum)


class _DoubledKey(ValueError):
    pass


def read_json(text: bytes) -> object:
    """The JSON value in `text`, UTF-8. Raises `FileRefused` for anything else, oversized or too deep."""
    if len(text) > MOST_BYTES:
        raise _refused("too_big", megabytes=MOST_BYTES // 1024 // 1024)
    try:
        value = json.loads(
            text.decode("utf-8-sig"), parse_constant=_no_constant, object_pairs_hook=_object_of_unique_keys
        )
    except UnicodeDecodeError:
        raise _refused("not_utf8") from None
    except json.JSONDecodeError as error:
        raise _refused("not_json", line=error.lineno, column=error.colno) from None
    except _DoubledKey as error:
        raise _refused("doubled_key", key=str(error)) from None
    except RecursionError:
        raise _refused("too_deep", levels=DEEPEST) from None
    except ValueError:
        raise _refused("not_a_number") from None
    if _is_deeper_than(value, DEEPEST):
        raise _refused("too_deep", levels=DEEPEST)
    return value


def _refused(code: str, **values: object) -> FileRefused:
    return FileRefused((Finding("$", code, values),))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _object_of_unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _DoubledKey(printable(next(name for name in names if names.count(name) > 1)))
    return found


def _is_deeper_than(value: object, levels: int) -> bool:
    layer = [value]
    for _ in range(levels):
        layer = [
            inner
            for outer in layer
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(layer)


def printable(value: object, *, at_most: int = 60) -> str:
    """A foreign value as short text that is safe to show."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value)[: at_most + 1])
    return text if len(text) <= at_most else text[:at_most] + "…"


@dataclass(frozen=True)
class Node:
    """One JSON value with its path and the report its findings go to."""

    value: Any
    path: str
    report: Report

    def refuse(self, code: str, **values: object) -> None:
        if self.value is not ABSENT:
            self.report.add(self.path, code, **values)

    def fields(self, *, need: tuple[str, ...], may: tuple[str, ...] = ()) -> Fields:
        """The members of an object; reports those missing and those unknown."""
        if not isinstance(self.value, dict):
            self.refuse("not_an_object")
            return Fields({}, self)
        for name in need:
            if name not in self.value:
                self.report.add(f"{self.path}.{name}", "missing")
        for name in self.value:
            if name not in need and name not in may:
                known = ", ".join((*need, *may))
                self.report.add(f"{self.path}.{printable(name)}", "unknown_field", known=known)
        return Fields(self.value, self)

    def items(self, *, at_least: int = 0, at_most: int) -> list[Node]:
        """The members of a list."""
        if not isinstance(self.value, list):
            self.refuse("not_a_list")
            return []
        if not at_least <= len(self.value) <= at_most:
            self.refuse("wrong_count", at_least=at_least, at_most=at_most, count=len(self.value))
            return []
        return [Node(value, f"{self.path}[{i}]", self.report) for i, value in enumerate(self.value)]

    def text(self, *, at_most: int, at_least: int = 1) -> str:
        """One line of printable text, trimmed and composed (NFC)."""
        if not isinstance(self.value, str):
            self.refuse("not_text")
            return ""
        if any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") for c in self.value):
            self.refuse("control_character")
            return ""
        text = unicodedata.normalize("NFC", self.value).strip()
        if not at_least <= len(text) <= at_most:
            self.refuse("wrong_length", at_least=at_least, at_most=at_most, count=len(text))
            return ""
        return text

    def slug(self, *, at_most: int = 60) -> str:
        """Small letters, digits and single hyphens, as in addresses."""
        if not isinstance(self.value, str):
            self.refuse("not_text")
        elif len(self.value) > at_most or not SLUG.match(self.value):
            self.refuse("not_a_slug", at_most=at_most, given=printable(self.value))
        else:
            return self.value
        return ""

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.refuse("not_true_or_false")
        return self.value is True

    def number(self, *, at_least: float, at_most: float) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.refuse("not_a_number")
        # Compared before converting: an integer of a thousand digits has no float.
        elif not at_least <= self.value <= at_most or not isfinite(self.value):
            self.refuse("out_of_range", at_least=at_least, at_most=at_most)
        else:
            return float(self.value)
        return at_least

    def whole(self, *, at_least: int, at_most: int) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.refuse("not_a_whole_number")
        elif not at_least <= self.value <= at_most:
            self.refuse("out_of_range", at_least=at_least, at_most=at_most)
        else:
            return self.value
        return at_least

    def day(self) -> date:
        """A date written 2026-11-23."""
        if isinstance(self.value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", self.value, re.ASCII):
            try:
                return date.fromisoformat(self.value)
            except ValueError:
                pass
        self.refuse("not_a_date", given=printable(self.value))
        return date.min

    def minute(self) -> int:
        """Minutes since midnight of a clock time written 08:30; 24:00 is the end of the day."""
        found = re.fullmatch(r"(\d\d):(\d\d)", self.value, re.ASCII) if isinstance(self.value, str) else None
        if found:
            minute = int(found[1]) * 60 + int(found[2])
            if int(found[2]) < 60 and minute <= 1440:
                return minute
        self.refuse("not_a_time", given=printable(self.value))
        return 0

    def wall_clock(self) -> datetime | None:
        """A day and time by the wall clock of the house, written 2026-11-23T18:00; naive."""
        if isinstance(self.value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", self.value, re.ASCII):
            try:
                return datetime.fromisoformat(self.value)
            except ValueError:
                pass
        self.refuse("not_a_day_and_time", given=printable(self.value))
        return None

    def one_of(self, choices: type[E]) -> E:
        """A member of an enum by its value."""
        if isinstance(self.value, str):
            for choice in choices:
                if choice.value == self.value:
                    return choice
        known = ", ".join(str(choice.value) for choice in choices)
        self.refuse("unknown_word", given=printable(self.value), known=known)
        return next(iter(choices))


@dataclass(frozen=True)
class Fields:
    """The members of one JSON object."""

    members: dict[str, object]
    node: Node

    def __getitem__(self, name: str) -> Node:
        return Node(self.members.get(name, ABSENT), f"{self.node.path}.{name}", self.node.report)

    def get(self, name: str) -> Node | None:
        """The member unless it is missing or null."""
        return self[name] if self.members.get(name) is not None else None

    def each(self, name: str, *, at_most: int) -> Iterator[Node]:
        """The members of a list that may be left out."""
        if node := self.get(name):
            yield from node.items(at_most=at_most)
