"""All calls of `/api/v1`: importing a subject declares its calls."""

from __future__ import annotations

from labspace.api.bookings import calls as bookings
from labspace.api.bookings import problem_codes, sentences, step_calls
from labspace.api.document import views as document
from labspace.api.ground.blueprint import bp
from labspace.api.houses import locations
from labspace.api.occupancy import calls as occupancy

__all__ = [
    "bookings",
    "bp",
    "document",
    "locations",
    "occupancy",
    "problem_codes",
    "sentences",
    "step_calls",
]
