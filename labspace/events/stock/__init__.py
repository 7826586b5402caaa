"""What a house lends and serves at events, kept by its staff."""
