"""Webhooks: other systems hear of bookings and decisions, signed and in order, from the outbox."""
