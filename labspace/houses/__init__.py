"""Houses kept by their own staff: what changes, which bookings it touches, and how it is taken back."""
