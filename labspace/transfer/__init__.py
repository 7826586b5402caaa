"""Everything out, everything in: a whole system as one file, and bookings from elsewhere."""
