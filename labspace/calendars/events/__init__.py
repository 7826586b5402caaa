"""What each audience sees of a booking, as calendar events."""
