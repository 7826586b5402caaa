"""Applications in steps: a draft that is saved at each, and handed in once."""
