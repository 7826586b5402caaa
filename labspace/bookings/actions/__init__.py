"""The doors through which bookings change. Actions flush; the edge commits once."""

from labspace.bookings.actions.block import block_space, lift_blocking
from labspace.bookings.actions.cancel import cancel_booking
from labspace.bookings.actions.change import change_booking
from labspace.bookings.actions.decide import confirm_booking, reject_booking
from labspace.bookings.actions.forgive import forgive_no_show
from labspace.bookings.actions.move import move_booking, retell_booking
from labspace.bookings.actions.no_shows import settle_all_no_shows, settle_no_shows
from labspace.bookings.actions.place import place_booking
from labspace.bookings.actions.presence import check_in, check_out, mark_no_show, take_back_presence
from labspace.bookings.actions.settle import settle_all_options, settle_options

__all__ = [
    "block_space",
    "cancel_booking",
    "change_booking",
    "check_in",
    "check_out",
    "confirm_booking",
    "forgive_no_show",
    "lift_blocking",
    "mark_no_show",
    "move_booking",
    "place_booking",
    "reject_booking",
    "retell_booking",
    "settle_all_no_shows",
    "settle_all_options",
    "settle_no_shows",
    "settle_options",
    "take_back_presence",
]
