"""Calls to the world outside: which addresses may be asked, and how one is reached safely."""
