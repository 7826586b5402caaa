"""Who runs a house, and what they may do there."""
