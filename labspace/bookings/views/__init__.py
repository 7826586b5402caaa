"""Pages for those who book: new, one booking, change, cancel, and all of one's own."""

from labspace.bookings.views import (  # noqa: F401 - they hang their routes on `bp`
    by_link,
    cancel,
    change,
    mine,
    new,
    offer,
    presence,
    series,
    show,
    waiting,
)
from labspace.bookings.views.blueprint import bp

__all__ = ["bp"]
