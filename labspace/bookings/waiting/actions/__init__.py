"""The doors of the waiting list. Actions flush; the edge commits once."""

from labspace.bookings.waiting.actions.join import join_waiting_list, withdraw_wish
from labspace.bookings.waiting.actions.offer import accept_offer, decline_offer
from labspace.bookings.waiting.actions.serve import serve_waiting

__all__ = ["accept_offer", "decline_offer", "join_waiting_list", "serve_waiting", "withdraw_wish"]
