"""Counted visits: how many people came, who says so, and how well it is known."""
