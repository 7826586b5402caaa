"""How many calls a minute one token and one address may make, over all processes together."""
