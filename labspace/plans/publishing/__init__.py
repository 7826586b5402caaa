"""Publishing a draft: what differs, which bookings it touches, from which day on, and taking it back."""
