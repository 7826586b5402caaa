"""The De-minimis list: what subsidised uses were worth, to whom, and what is still to be registered."""
