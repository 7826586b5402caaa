"""What all requests for events share."""

from __future__ import annotations

HOUSE_RULES_VERSION = "2026-11"
"""The house rules organisers accept; kept with each request."""
