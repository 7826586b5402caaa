"""labspace: booking, calendars and honest figures for houses in the city centre."""
