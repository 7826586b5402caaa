"""What a monitoring program reads: numbers about requests, the queue and bookings, never about persons."""
