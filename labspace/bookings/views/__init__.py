"""Pages for those who book: new, one booking, change, cancel, and all of one's own."""

from labspace.bookings.views import cancel, change, mine, new, offer, show, waiting  # noqa: F401 - they hang their routes on `bp`
from labspace.bookings.views.blueprint import bp

__all__ = ["bp"]
