"""Pages for the staff of a house: presence, codes on desks, entering, cancelling, blocking."""

from labspace.bookings.staff import block, cancel, enter, presence, qr_codes  # noqa: F401 - they hang their routes on `bp`
from labspace.bookings.staff.blueprint import bp

__all__ = ["bp"]
