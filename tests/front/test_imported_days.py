"""Holidays and quiet days of a houses file hold in the house that comes from it, and go out as they came in."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from labspace.front.house_import import import_houses
from labspace.locations.days_file import write_holiday_rules, write_quiet_days
from labspace.spaces.houses import houses_named

RULES: list[dict[str, Any]] = [
    {
        "closing": "some",
        "names": ["Karfreitag", "Neujahr"],
        "own": [{"when": "easter-48", "name": {"de": "Rosenmontag", "en": "Shrove Monday"}}],
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
    },
    {"closing": "none", "own": [], "valid_from": "2027-01-01"},
]
QUIET: list[dict[str, Any]] = [
    {
        "days": [
            {
                "when": "12-24",
                "name": {"de": "Heiligabend", "en": "Christmas Eve"},
                "note": {"de": "Bitte die Besetzung klären.", "en": "Please settle who is there."},
                "only_sales": True,
            }
        ],
        "valid_from": "2026-01-01",
    }
]
HOUSE = {
    "slug": "musterstadt",
    "name": "Haus Musterstadt",
    "city": "Musterstadt",
    "timezone": "Europe/Berlin",
    "holiday_region": "DE-NW",
    "hours": [{"days": ["mo", "fr"], "opens": "08:00", "closes": "18:00", "valid_from": "2026-01-01"}],
    "holiday_rules": RULES,
    "quiet_days": QUIET,
    "spaces": [],
}


def test_they_hold_and_are_written_as_they_were_read(session: Session) -> None:
    file = {"format": "labspace-locations/1", "houses": [HOUSE]}
    (added,) = import_houses(session, json.dumps(file).encode())
    session.commit()
    session.refresh(added)
    assert write_holiday_rules(added.holiday_rules) == RULES
    assert write_quiet_days(added.quiet_days) == QUIET
    house = houses_named(session, [added.id])[added.id]
    assert house.closing_holiday(date(2026, 2, 16)) == ("Rosenmontag", "Shrove Monday")
    assert house.closing_holiday(date(2026, 5, 1)) is None
    assert house.closing_holiday(date(2027, 1, 1)) is None
