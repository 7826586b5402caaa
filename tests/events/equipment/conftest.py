"""The rivals of races, as tests of bookings have them."""

from tests.bookings.conftest import _rivals, people, race

__all__ = ["_rivals", "people", "race"]
