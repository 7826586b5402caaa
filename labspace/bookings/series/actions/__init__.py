"""The doors through which series change; a single date of one changes as any booking."""

from labspace.bookings.series.actions.cancel import cancel_series
from labspace.bookings.series.actions.change import change_series
from labspace.bookings.series.actions.place import place_series
from labspace.bookings.series.actions.take_up import give_up_date, take_up_date

__all__ = ["cancel_series", "change_series", "give_up_date", "place_series", "take_up_date"]
