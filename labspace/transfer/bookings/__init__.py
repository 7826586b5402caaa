"""Bookings from elsewhere: a table (CSV) or a calendar file (ICS), placed through the booking actions."""
