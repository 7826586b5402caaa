"""Keys that people give away in their place."""
