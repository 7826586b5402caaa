"""What the team sees of its houses' figures: one subject a page, each number with its definition behind it."""
