"""Options on event areas: who is first, until when, and what the others may do about it."""
