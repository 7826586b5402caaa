"""Pages of the team about the floor plans of its house."""

from labspace.plans.staff import drafts, editor, elements, saving, sheet
from labspace.plans.staff.blueprint import bp

__all__ = ["bp", "drafts", "editor", "elements", "saving", "sheet"]
