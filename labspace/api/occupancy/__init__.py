"""Occupancy over the API: rows of groups and the indicators, for the team in full, for everybody as published."""
