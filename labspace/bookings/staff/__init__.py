"""Pages for the staff of a house: presence, codes on desks, entering, cancelling, blocking, rules."""

from labspace.bookings.staff import (  # noqa: F401 - they hang their routes on `bp`
    block,
    cancel,
    demand,
    enter,
    enter_series,
    presence,
    qr_codes,
    rules,
)
from labspace.bookings.staff.blueprint import bp

__all__ = ["bp"]
