"""A thousand houses on PostgreSQL: filled in bulk from a few, then asked what a chamber asks."""
