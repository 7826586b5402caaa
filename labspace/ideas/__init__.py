"""Ideas from the town: told by anybody, moderated, tried, and what came of them; with their money."""
