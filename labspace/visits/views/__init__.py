"""Pages for whoever counts at a door, with network and without."""

from labspace.visits.views import door, offline
from labspace.visits.views.blueprint import bp

__all__ = ["bp", "door", "offline"]
