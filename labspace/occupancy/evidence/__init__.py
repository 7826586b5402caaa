"""What stands behind every number: bookings, visits, people, organisations, tenancies, money; the lists add up to it."""
