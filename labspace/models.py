"""Imports every package's models, so that the metadata is complete."""

from labspace.accounts import models as accounts
from labspace.bookings import models as bookings
from labspace.calendars import models as calendars
from labspace.locations import models as locations
from labspace.notices import models as notices
from labspace.spaces import models as spaces

__all__ = ["accounts", "bookings", "calendars", "locations", "notices", "spaces"]
