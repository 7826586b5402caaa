"""`make bench`: the main pages measured against a real server with a realistic load; never a gate in tests."""
