"""The doors through which numbers of visits change. Actions flush; the edge commits once."""

from labspace.visits.actions.enter import Counted, enter_count, withdraw_count
from labspace.visits.actions.settle import settle_unresolved_bookings
from labspace.visits.actions.tap import Door, Tap, note_taps

__all__ = [
    "Counted",
    "Door",
    "Tap",
    "enter_count",
    "note_taps",
    "settle_unresolved_bookings",
    "withdraw_count",
]
