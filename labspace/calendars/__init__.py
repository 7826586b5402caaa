"""Bookings in people's own calendars: the feed behind a secret link, downloads, and the page about them."""
