"""Pages for the staff of a house: presence, entering, cancelling, blocking."""

from labspace.bookings.staff import block, cancel, enter, presence  # noqa: F401 - they hang their routes on `bp`
from labspace.bookings.staff.blueprint import bp

__all__ = ["bp"]
