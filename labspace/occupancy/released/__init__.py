"""What is public of a house's months: hidden where it rests on few (R12), and kept as it was shown."""
