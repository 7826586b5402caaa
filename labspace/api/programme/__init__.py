"""What the public may come to."""
