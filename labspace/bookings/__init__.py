"""Bookings: who may have which spaces when, and what became of it."""
