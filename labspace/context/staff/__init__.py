"""The team's pages of the town around a house, and of what the house wants to reach."""

from labspace.context.staff import entries, imports, series, target_forms, targets
from labspace.context.staff.blueprint import bp

__all__ = ["bp", "entries", "imports", "series", "target_forms", "targets"]
