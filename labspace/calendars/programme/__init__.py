"""The public programme as calendars to subscribe to, of all houses and of each."""
