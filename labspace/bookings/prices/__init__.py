"""What bookings cost: the tariffs of a house, a quote from them, what is kept and how it is told."""
