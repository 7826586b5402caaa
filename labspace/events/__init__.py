"""Events: asking for an event area, and what staff look at before they decide."""
