"""Foreign calendars: what stands in a house's Exchange or Nextcloud calendar keeps a space taken here too."""
