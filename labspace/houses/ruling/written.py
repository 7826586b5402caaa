"""Rules between three forms: as a form and a houses file write them, as the record keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labspace.bookings.rulebook.models import BookingRule
from labspace.db import table_of
from labspace.houses.dated.rows import Row
from labspace.houses.places.rows import as_json
from labspace.houses.ruling.lines import Written
from labspace.locations.findings import Finding, Report
from labspace.locations.reading import Node
from labspace.spaces.house_rules import ANSWERS
from labspace.spaces.rule_file import read_rule


def judged(written: Mapping[str, Any]) -> tuple[Row | None, tuple[Finding, ...]]:
    """A rule as a houses file writes it, without place and days, as a row; or what is wrong with it.

    None and no finding: it says nothing.
    """
    said = {name: value for name, value in written.items() if value is not None}
    if not said:
        return None, ()
    report = Report()
    spec = read_rule(Node({**said, "valid_from": "2000-01-01"}, "$", report), known_spaces=())
    if report.found:
        return None, tuple(report.found)
    columns = table_of(BookingRule).c
    return {name: as_json(columns[name], getattr(spec, name)) for name in ANSWERS}, ()


def as_written(row: Row) -> dict[str, Any]:
    """A row as a houses file writes it, without place and days."""
    found = {name: row[name] for name in ANSWERS}
    if row["products"] is not None:
        found["products"] = [_product(one) for one in row["products"]]
    if row["quotas"] is not None:
        found["quotas"] = [_quota(one) for one in row["quotas"]]
    if row["no_shows"] is not None:
        found["no_shows"] = [_step(one) for one in row["no_shows"]]
    return found


def _product(one: Mapping[str, Any]) -> Written:
    clock = {name: f"{one[name] // 60:02d}:{one[name] % 60:02d}" for name in ("from", "until")}
    return {"id": one["id"], "name": {"de": one["de"], "en": one["en"]}, **clock}


def _quota(one: Mapping[str, Any]) -> Written:
    hours = None if one["minutes"] is None else one["minutes"] / 60
    return {"for": one["for"], "per": one["per"], "bookings": one["bookings"], "hours": hours}


def _step(one: Mapping[str, Any]) -> Written:
    step = {"after": one["after"], "within_days": one["within_days"], "then": one["then"]}
    return {**step, "pause_days": one["pause_days"]} if one["then"] == "pause" else step
