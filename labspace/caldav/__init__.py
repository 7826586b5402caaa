"""Calendars for programs that prefer CalDAV to a subscription: read only, behind app passwords (RFC 4791, 6578)."""
