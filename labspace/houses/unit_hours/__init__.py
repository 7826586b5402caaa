"""Weekly hours of single spaces that differ from those of their house."""
