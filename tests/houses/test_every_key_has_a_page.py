"""Whatever came from the houses file can be kept in the browser: every key has its page or a stated reason."""

from __future__ import annotations

import pytest
from flask import Flask

from labspace.locations.house_file import HOUSE_MAY, HOUSE_NEEDS
from labspace.spaces.house_file import PARTS_MAY
from labspace.spaces.space_file import SPACE_MAY, SPACE_NEEDS

HOUSE_PAGES = {
    "name": "founding_staff.house",
    "city": "founding_staff.house",
    "address": "founding_staff.house",
    "coordinates": "founding_staff.house",
    "text": "founding_staff.house",
    "reminder_hours": "house_reminding.show",
    "hours": "house_hours.weekly",
    "special_openings": "house_hours.openings",
    "closures": "houses_staff.closures",
    "holiday_region": "house_hours.holidays",
    "closed_on_holidays": "house_hours.holidays",
    "holiday_rules": "house_hours.holidays",
    "quiet_days": "quiet_days.show",
    "house_rules": "texts_staff.rules",
    "spaces": "plans_staff.index",
    "floor_plans": "plans_staff.index",
    "rules": "house_ruling.index",
    "tariffs": "house_prices.index",
    "event_terms": "event_terms.show",
    "equipment": "house_stock.equipment",
    "catering": "house_stock.catering",
    "targets": "context_staff.targets",
    "visit_stays": "visit_stays.show",
}
HOUSE_REASONS = {
    "slug": "Stands in addresses and feeds, which must go on working; chosen when the house is founded.",
    "demo": "Says that data is invented; a house does not become real by a click.",
    "timezone": "Stays: with another one every booking and opening would mean other hours; the page of the house says so.",
}
SPACE_PAGES = {
    **dict.fromkeys(
        (
            "kind",
            "name",
            "label",
            "capacity",
            "layouts",
            "wheelchair_places",
            "area_m2",
            "parts",
            "valid_from",
        ),
        "plans_staff.index",
    ),
    "valid_until": "plans_staff.index",
    "description": "furnishing_staff.edit",
    "features": "furnishing_staff.edit",
    "hours": "unit_hours.show",
    "closures": "bookings_staff.blockings",
}
SPACE_REASONS = {
    "id": "Stands in addresses and feeds, which must go on working; given when the space is drawn."
}


@pytest.mark.parametrize(
    ("keys", "pages", "reasons"),
    [
        pytest.param((*HOUSE_NEEDS, *HOUSE_MAY, *PARTS_MAY, "spaces"), HOUSE_PAGES, HOUSE_REASONS, id="house"),
        pytest.param(
            (*SPACE_NEEDS, *SPACE_MAY, "hours", "closures", "valid_from", "valid_until"),
            SPACE_PAGES,
            SPACE_REASONS,
            id="space",
        ),
    ],
)  # fmt: skip
def test_every_key_has_a_page_or_a_reason(
    app: Flask, keys: tuple[str, ...], pages: dict[str, str], reasons: dict[str, str]
) -> None:
    assert set(keys) == set(pages) | set(reasons)
    assert not set(pages) & set(reasons)
    assert set(pages.values()) <= set(app.view_functions)
