"""The team's pages of foreign calendars."""

from labspace.busy.staff import calendar, collisions, index
from labspace.busy.staff.blueprint import bp

__all__ = ["bp", "calendar", "collisions", "index"]
