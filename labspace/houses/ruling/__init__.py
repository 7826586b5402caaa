"""Rules of booking, kept by the staff of a house."""
