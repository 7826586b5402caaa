"""How people get in: what confirmations and reminders say about doors, keys and codes."""
