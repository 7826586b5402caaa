"""Partners of a house: who they are, what was agreed, and the times set aside for them."""
