"""Everything that changes while a house decides on an event; one door for each."""
