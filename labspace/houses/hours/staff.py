"""The team's pages of weekly hours, special openings and holidays."""

from labspace.houses.hours import holiday_pages, opening_pages, week_pages
from labspace.houses.hours.blueprint import bp

__all__ = ["bp", "holiday_pages", "opening_pages", "week_pages"]
