"""The doors through which options change besides being asked for, decided and cancelled."""

from labspace.bookings.options.actions.challenge import challenge_as_staff, challenge_first
from labspace.bookings.options.actions.commit import commit_option
from labspace.bookings.options.actions.extend import extend_option
from labspace.bookings.options.actions.partners import invite_partner, join_option, leave_option
from labspace.bookings.options.actions.remind import remind_of_options

__all__ = [
    "challenge_as_staff",
    "challenge_first",
    "commit_option",
    "extend_option",
    "invite_partner",
    "join_option",
    "leave_option",
    "remind_of_options",
]
