"""The public programme: what organisers propose to be said of their events, and staff release."""
