"""All calls of `/api/v1`: importing a subject declares its calls."""

from __future__ import annotations

from labspace.api.bookings import calls as bookings
from labspace.api.bookings import problem_codes, sentences, step_calls
from labspace.api.document import views as document
from labspace.api.free import availability, search
from labspace.api.ground.blueprint import bp
from labspace.api.houses import floor_plans, locations, spaces
from labspace.api.occupancy import calls as occupancy
from labspace.api.programme import events

__all__ = [
    "availability",
    "bookings",
    "bp",
    "document",
    "events",
    "floor_plans",
    "locations",
    "occupancy",
    "problem_codes",
    "search",
    "sentences",
    "spaces",
    "step_calls",
]
