"""What is counted of bookings, not measured: people, visits, organisations, outcomes and lead times."""
