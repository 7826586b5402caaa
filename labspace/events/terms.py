"""On which terms a house lets its event areas: what pages and actions of events read of them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from labspace.bookings.options.term_queries import event_terms, event_terms_of
from labspace.locations.queries import house_rules_in_force
from labspace.spaces.event_terms import CancellationTier, ChecklistItem, EventTerms

__all__ = [
    "CancellationTier",
    "ChecklistItem",
    "EventTerms",
    "event_terms",
    "event_terms_of",
    "house_rules_version",
]


def house_rules_version(session: Session, location_id: int, *, on: date) -> str:
    """The version of the house rules an organiser accepts on a day.

    That of the text in force; of a house that keeps no text here, the one its terms name.
    """
    text = house_rules_in_force(session, on={location_id: on}).get(location_id)
    return text.version if text else event_terms(session, location_id, on=on).house_rules_version
