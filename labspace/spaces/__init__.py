"""Spaces, their parts and features, and the floor plans they lie on."""
