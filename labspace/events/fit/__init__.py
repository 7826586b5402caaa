"""Which event areas suit a wish: single areas, their wholes, and several together; for a time or a whole month."""
