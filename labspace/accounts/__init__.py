"""People, their organisations, and what they may do."""
