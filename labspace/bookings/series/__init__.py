"""Bookings that repeat: their rule, their dates, what is changed and told of all together."""
