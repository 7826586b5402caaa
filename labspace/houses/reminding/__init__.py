"""When people are reminded of what they booked, kept by the staff of their house."""
