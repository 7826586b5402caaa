"""Bookings that come in at a rate of their own, with readers and calendars beside them, and what became of them."""
