"""What of a table may be public, so that nothing about a few people or organisations follows (R12)."""
