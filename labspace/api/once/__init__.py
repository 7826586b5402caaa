"""The same answer for the same `Idempotency-Key`, for 24 hours."""
