"""Day facts: what bookings came to on each day that is over, kept so that years are sums and not searches."""
