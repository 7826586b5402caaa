"""Days on which a house thinks twice, kept by its staff."""
