"""Pure: rows that hold from a first to a last day, and what becomes of them when others take their place.

A row is plain JSON with `valid_from` and `valid_until` (ISO days, the last one included, None: until
further notice), so that it can be kept in the record of changes as it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]

FOR_EVER = date.max.toordinal()


def first_of(row: Row) -> date:
    """The first day on which a row holds."""
    return date.fromisoformat(row["valid_from"])


def last_of(row: Row) -> date | None:
    """The last day on which a row holds; None: until further notice."""
    return date.fromisoformat(row["valid_until"]) if row["valid_until"] else None


def between(row: Row, first: date, last: date | None) -> Row:
    """The same row for other days."""
    return {**row, "valid_from": first.isoformat(), "valid_until": last and last.isoformat()}


def replaced(rows: Iterable[Row], new: Iterable[Row], *, first: date, last: date | None) -> list[Row]:
    """`rows` with nothing but `new` from `first` to `last`; before and after all stays as it was."""
    begins, ends = first.toordinal(), FOR_EVER if last is None else last.toordinal()
    left = [
        piece for row in rows for piece in (*_clipped(row, 1, begins - 1), *_clipped(row, ends + 1, FOR_EVER))
    ]
    return tidy([*left, *(between(row, first, last) for row in new)])


def resumed(rows: Iterable[Row], earlier: Iterable[Row], *, first: date) -> list[Row]:
    """`rows` up to the day before `first`, from then on what `earlier` said."""
    turn = first.toordinal()
    return tidy(
        [
            *(piece for row in rows for piece in _clipped(row, 1, turn - 1)),
            *(piece for row in earlier for piece in _clipped(row, turn, FOR_EVER)),
        ]
    )


def tidy(rows: Iterable[Row]) -> list[Row]:
    """The same said in as few rows as possible: one that goes on with the same words is one row."""
    by_words: dict[str, list[Row]] = {}
    for row in rows:
        by_words.setdefault(_words(row), []).append(row)
    found = [one for same in by_words.values() for one in _joined(sorted(same, key=first_of))]
    return sorted(found, key=lambda row: (row["valid_from"], _words(row)))


def holding(rows: Iterable[Row], day: date) -> list[Row]:
    """The rows in force on a day."""
    return [row for row in rows if first_of(row) <= day and ((last := last_of(row)) is None or day <= last)]


def turns(rows: Iterable[Row], *, since: date) -> list[tuple[date, date | None]]:
    """The stretches of days from `since` on in which the same rows hold, the last one open."""
    days = {since}
    for row in rows:
        days.add(first_of(row))
        if (last := last_of(row)) and last < date.max:
            days.add(date.fromordinal(last.toordinal() + 1))
    starts = sorted(day for day in days if day >= since)
    ends = [*(date.fromordinal(day.toordinal() - 1) for day in starts[1:]), None]
    return list(zip(starts, ends, strict=True))


def stand(rows: Sequence[Row]) -> str:
    """Another text as soon as anything about the rows is another."""
    text = json.dumps(tidy(rows), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _words(row: Row) -> str:
    return json.dumps(
        {name: value for name, value in row.items() if name not in ("valid_from", "valid_until")},
        sort_keys=True,
    )


def _clipped(row: Row, begins: int, ends: int) -> Iterator[Row]:
    """The row within days by their ordinals, if it holds then."""
    last = last_of(row)
    first_day = max(first_of(row).toordinal(), begins)
    last_day = min(FOR_EVER if last is None else last.toordinal(), ends)
    if first_day <= last_day:
        until = None if last is None and last_day == FOR_EVER else date.fromordinal(last_day)
        yield between(row, date.fromordinal(first_day), until)


def _joined(rows: Iterable[Row]) -> Iterator[Row]:
    kept: Row | None = None
    for row in rows:
        if kept is None:
            kept = row
            continue
        last = last_of(kept)
        if last is None or first_of(row).toordinal() <= last.toordinal() + 1:
            ends = last_of(row)
            kept = between(kept, first_of(kept), None if last is None or ends is None else max(last, ends))
        else:
            yield kept
            kept = row
    if kept is not None:
        yield kept
