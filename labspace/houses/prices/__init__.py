"""Prices of a house, kept by its staff."""
