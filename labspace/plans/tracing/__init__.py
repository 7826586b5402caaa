"""Tracing what a house has: pictures laid under a draft, and drawings of other programs read into it."""
