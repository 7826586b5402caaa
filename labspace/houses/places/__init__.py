"""What a rule or a price of a house is for: the house, a kind of space in it, or one space."""
