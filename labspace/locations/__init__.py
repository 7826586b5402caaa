"""Houses: where they are, when they are open, when they are shut."""
