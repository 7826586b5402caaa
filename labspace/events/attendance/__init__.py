"""How many came to an event: told by the organiser or the team within some days, with one reminder."""
