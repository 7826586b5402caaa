"""Brings together what a report says of its houses and period, as values."""
