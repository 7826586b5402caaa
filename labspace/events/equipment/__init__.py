"""Equipment of a house: so many of each thing, lent with bookings and counted by time."""
