"""The pages of a house for its team, and of all houses for administrators."""

from __future__ import annotations

from labspace.houses.founding import house_views, leaving_views, withdrawal_views
from labspace.houses.founding.blueprint import bp

__all__ = ["bp", "house_views", "leaving_views", "withdrawal_views"]
