"""One file with all a deployment is made of, and the way back (docs/operations.md)."""
