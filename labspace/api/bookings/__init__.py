"""Bookings over the API: the same actions as the pages, said in JSON."""
