"""The days of the houses laid down as files every night, for when pages cannot be reached."""
