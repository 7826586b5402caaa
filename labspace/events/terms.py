"""On which terms a house lets its event areas: what pages and actions of events read of them."""

from labspace.bookings.options.term_queries import event_terms, event_terms_of
from labspace.spaces.event_terms import CancellationTier, ChecklistItem, EventTerms

__all__ = ["CancellationTier", "ChecklistItem", "EventTerms", "event_terms", "event_terms_of"]
