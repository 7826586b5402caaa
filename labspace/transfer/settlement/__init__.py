"""Prices of a month, for the books of the house or its chamber."""
