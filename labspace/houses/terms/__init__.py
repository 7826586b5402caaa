"""On which terms a house lets its event areas, kept by its staff."""
