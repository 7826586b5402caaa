"""Terms of events between the words of a form, those of a houses file, and the rows that are kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from labspace.bookings.options.term_models import EventTermsRow
from labspace.db import table_of
from labspace.houses.dated.rows import Row
from labspace.houses.founding.forms import slug_from
from labspace.houses.places.rows import as_json
from labspace.houses.ruling.lines import NotALine, Written
from labspace.locations.findings import Finding, Report
from labspace.locations.reading import Node
from labspace.spaces.event_terms import TERMS, CancellationTier, EventTerms
from labspace.spaces.terms_file import read_terms

MOST_LINE = 700
_TIER = re.compile(r"(\d{1,4})\s*(?:tage?n?|days?)?\s*:\s*(\d{1,4})\s*%?")


def judged(written: Mapping[str, Any]) -> tuple[Row, tuple[Finding, ...]]:
    """Terms as a houses file writes them, without days, as a row; and what is wrong with them."""
    report = Report()
    spec = read_terms(Node({**written, "valid_from": "2000-01-01"}, "$", report))
    return row_of(spec.terms), tuple(report.found)


def row_of(terms: EventTerms) -> Row:
    """Terms as a row that has no days yet."""
    columns = table_of(EventTermsRow).c
    return {name: as_json(columns[name], getattr(terms, name)) for name in TERMS}


def read_tier(line: str) -> Written:
    """`28 Tage: 0 %`. Raises `NotALine`."""
    found = _TIER.fullmatch(line.lower())
    if found is None or not line.isascii():
        raise NotALine(line)
    return {"days_before": int(found[1]), "percent": int(found[2])}


def write_tiers(tiers: Iterable[CancellationTier], *, german: bool) -> str:
    """A line for each step, as it is typed."""
    return "\n".join(
        f"{one.days_before} Tage: {one.percent} %" if german else f"{one.days_before} days: {one.percent}%"
        for one in tiers
    )


def read_condition(line: str) -> Written:
    """`Auf Deutsch | In English`; without English the German words stand for both. Raises `NotALine`."""
    german, bar, english = (part.strip() for part in line.partition("|"))
    if not german or (bar and not english) or "|" in english or len(line) > MOST_LINE:
        raise NotALine(line)
    return {"de": german, "en": english or german}


def read_days(text: str) -> list[int] | None:
    """Numbers of days in `3, 1` or `3 und 1`; None if there is anything else."""
    words = [word for word in re.split(r"[\s,;]+|\bund\b|\band\b", text.lower()) if word]
    if not all(word.isascii() and word.isdecimal() and len(word) < 5 for word in words):
        return None
    return [int(word) for word in words]


def item_id(name: str, taken: Collection[str], *, nameless: str = "punkt") -> str:
    """A short name for a new line of a list that none of the others has; `nameless` where no letter is left."""
    found = slug_from(name)[:30].strip("-") or nameless
    number, given = 1, found
    while given in taken:
        number += 1
        given = f"{found}-{number}"
    return given
