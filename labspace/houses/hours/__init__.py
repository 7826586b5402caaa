"""When a house is open, kept by its staff: weekly hours, special openings, holidays."""
